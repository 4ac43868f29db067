// Lexical: cleans what is pasted. Gives the function that takes it off again.

import { $generateNodesFromDOM } from "@lexical/html";
import { $getSelection, $insertNodes, $isRangeSelection, COMMAND_PRIORITY_HIGH, PASTE_COMMAND } from "lexical";
import { clean } from "cleancopy";

export function registerCleanPaste(editor, options) {
  return editor.registerCommand(
    PASTE_COMMAND,
    (event) => {
      const data = event.clipboardData;
      // Nothing in it, or files; and what was copied in Lexical is sound.
      if (!data?.types.some((type) => /^text\/(plain|html)$/.test(type))) return false;
      if (data.types.includes("application/x-lexical-editor") || !$isRangeSelection($getSelection())) return false;
      event.preventDefault();
      const { output } = clean(data, { ...options, format: "html" });
      $insertNodes($generateNodesFromDOM(editor, new DOMParser().parseFromString(output, "text/html")));
      return true;
    },
    COMMAND_PRIORITY_HIGH,
  );
}
