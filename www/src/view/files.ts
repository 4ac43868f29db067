// Files: dropped anywhere or picked, many at once as a list, and the clean copy as a file.

import "./files.css";
import type { Format } from "cleancopy/wasm";
import { aside, readFile, type ReadFile } from "../engine";
import * as steps from "../state";
import type { Draft, State } from "../state";
import { words } from "../words";
import { button, byId, keepFocus, make, setText } from "./dom";
import { offer, taken } from "./file";

export interface Filing {
  state(): State;
  go(next: State, notice?: string): void;
  /** What was dropped that is no file. */
  drop(transfer: DataTransfer): void;
  tell(notice: string): void;
  /** The whole copy, in the format that is shown. */
  copy(): Promise<{ text: string; html: string }>;
}

const NAMES = /\.(?:txt|text|html?|xhtml|md|markdown)$/i;
const TYPES: Record<Format, { ending: string; type: string }> = {
  text: { ending: ".txt", type: "text/plain" },
  markdown: { ending: ".md", type: "text/markdown" },
  html: { ending: ".html", type: "text/html" },
};

const formatOf = ({ settings: { shown } }: State): Format => (shown === "preview" ? "html" : shown);

export function drawFiles(state: State, filing: Filing): void {
  setText(byId("download"), words.download(TYPES[formatOf(state)].ending));
  const frame = byId("files");
  frame.hidden = state.files.length === 0;
  const at = steps.placeOf(state);
  keepFocus(frame, () =>
    frame.replaceChildren(
      list(state, at, filing),
      make(
        "div",
        { className: "actions" },
        button(words.downloadAll, () => void downloadAll(filing)),
        button(words.closeFiles, () => filing.go(steps.closeFiles(filing.state()))),
      ),
    ),
  );
}

function list({ files }: State, at: number, filing: Filing): HTMLElement {
  const items = files.map(({ file }, place) => {
    const open = button(file?.name ?? "", () => filing.go(steps.turnTo(filing.state(), place)));
    open.dataset["key"] = `file ${place}`;
    if (place === at) open.setAttribute("aria-current", "true");
    return make("li", {}, open);
  });
  const made = make("ol", {}, ...items);
  made.setAttribute("aria-label", words.files);
  return made;
}

const isText = ({ name, type }: File) => NAMES.test(name) || type.startsWith("text/");

/** Reads files, and opens those that hold text. */
export async function openFiles(files: File[], filing: Filing): Promise<void> {
  const unknown: string[] = [];
  const drafts: Draft[] = [];
  for (const file of files) {
    const read = isText(file) && (await readFile(file).catch(() => undefined));
    if (read) drafts.push(draftOf(file.name, read));
    else unknown.push(file.name);
  }
  const notice = unknown.length > 0 ? words.fileUnknown(unknown.join(words.comma)) : "";
  if (drafts.length > 0) filing.go(steps.openFiles(filing.state(), drafts), notice);
  else filing.tell(notice);
}

function draftOf(name: string, { input, decoding: { name: encoding, by } }: ReadFile): Draft {
  const said = `${encoding}${words.decodedBy[by]}`;
  return steps.fileDraft(input, { id: Math.random(), name, encoding: said });
}

const bare = (name: string) => name.replace(NAMES, "");

/** The file of the copy has a name after its first words, or that of the file that it came from. */
async function download(filing: Filing): Promise<void> {
  const state = filing.state();
  const { text, html } = await filing.copy();
  const format = formatOf(state);
  const content = format === "html" ? html : text;
  save(state.draft.file ? bare(state.draft.file.name) : nameOf(html), content, format);
}

/** The first words of the copy, without signs that file systems do not take. */
function nameOf(html: string): string {
  const words = html.slice(0, 1000).replace(/<[^>]*>|&\w+;/g, "\n");
  const first = /.*[\p{L}\p{N}].*/u.exec(words)?.[0] ?? "";
  return (
    first
      .replace(/[^\p{L}\p{M}\p{N} ,'’-]+/gu, " ")
      .trim()
      .slice(0, 60)
      .trim() || "clean copy"
  );
}

function save(name: string, content: string, format: Format): void {
  const { ending, type } = TYPES[format];
  offer(`${name}${ending}`, whole(name, content, format), `${type};charset=utf-8`);
}

/** A file of HTML is a whole document, which says what it is written in. */
function whole(name: string, content: string, format: Format): string {
  if (format !== "html") return `${content}\n`;
  const title = name.replace(/[&<]/g, (sign) => (sign === "&" ? "&amp;" : "&lt;"));
  return `<!doctype html>\n<meta charset="utf-8">\n<title>${title}</title>\n${content}\n`;
}

/** One after another; more than one come as one archive. */
async function downloadAll(filing: Filing): Promise<void> {
  const state = filing.state();
  const format = formatOf(state);
  const names = new Set<string>();
  const { files } = steps.turnTo(state, steps.placeOf(state));
  const contents: { name: string; input: string }[] = [];
  for (const draft of files) {
    const copy = await aside(steps.inputOf(draft), { ...steps.optionsOf({ ...state, draft }), format });
    const base = bare(draft.file?.name ?? "");
    let name = base;
    for (let more = 2; names.has(name); more++) name = `${base} ${more}`;
    names.add(name);
    contents.push({ name: `${name}${TYPES[format].ending}`, input: whole(name, copy, format) });
    filing.tell(words.downloading(contents.length, files.length));
  }
  const { downloadZip } = await import("client-zip");
  offer("clean copies.zip", await downloadZip(contents).blob(), "application/zip");
}

export function listenToFiles(filing: Filing): void {
  taken("open", "file", (files) => openFiles(files, filing));
  byId("download").addEventListener("click", () => void download(filing));

  // Files that were copied in a folder; their names may be beside them, as text.
  const takeFiles = (event: ClipboardEvent) => {
    const { files, types } = event.clipboardData ?? new DataTransfer();
    if (types.includes("text/html") || ![...files].some(isText)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void openFiles([...files], filing);
  };
  document.addEventListener("paste", takeFiles, { capture: true });

  const note = byId("drop");
  /** What is dragged within the page itself is left alone. */
  let isOwn = false;
  document.addEventListener("dragstart", () => (isOwn = true));
  document.addEventListener("dragend", () => (isOwn = false));
  const isTaken = ({ dataTransfer }: DragEvent) => {
    const types = dataTransfer?.types ?? [];
    return types.includes("Files") || (!isOwn && (types.includes("text/plain") || types.includes("text/html")));
  };
  document.addEventListener("dragover", (event) => {
    if (!isTaken(event)) return;
    event.preventDefault();
    note.hidden = false;
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) note.hidden = true;
  });
  document.addEventListener("drop", (event) => {
    note.hidden = true;
    if (!event.dataTransfer || !isTaken(event)) return;
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length > 0) void openFiles(files, filing);
    else filing.drop(event.dataTransfer);
  });
}
