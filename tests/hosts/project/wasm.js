import { clean, init } from "cleancopy/wasm";
import { check } from "./check.js";

await check("cleancopy/wasm", async () => {
  // Whoever takes this entry serves the file: to a browser from an address. In Node it lies beside the module, save
  // where Next.js has bundled that.
  if ("document" in globalThis) await init("/cleancopy.wasm");
  else if (process.env.NEXT_RUNTIME) await init(process.getBuiltinModule("node:fs").readFileSync("public/cleancopy.wasm"));
  else await init();
  return clean;
});
