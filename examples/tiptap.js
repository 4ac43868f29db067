// TipTap: the plugin for ProseMirror as an extension.

import { Extension } from "@tiptap/core";
import { cleanPaste } from "./prosemirror.js";

export const CleanPaste = Extension.create({
  name: "cleanPaste",
  addOptions: () => ({}),
  addProseMirrorPlugins() {
    return [cleanPaste(this.options)];
  },
});
