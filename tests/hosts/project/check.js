// The same check in every host: what it prints is what the table shows.

const damaged = '< p > The < b > old < / b > pier 😀 opened . < / P > < p > Ships " came " in May . < / p >';
const mended = 'The **old** pier 😀 opened.\n\nShips "came" in May.';

export async function check(entry, start) {
  try {
    const clean = await start();
    const cleaned = await clean(damaged, { format: "markdown" });
    const { edits } = cleaned;
    let output = "";
    let at = 0;
    for (const { start, end, text } of edits) {
      output += damaged.slice(at, start) + text;
      at = end;
    }
    output += damaged.slice(at);
    if (cleaned.output !== mended || output !== mended) throw new Error(`gives ${JSON.stringify([cleaned.output, output])}`);
    console.log(`${entry}: works`);
  } catch (error) {
    console.log(`${entry}: ${error?.stack ?? error} ${error?.cause ? `(${error.cause?.stack ?? error.cause})` : ""}`);
  }
}
