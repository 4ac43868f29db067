// ProseMirror: a plugin that cleans what is pasted.

import { Plugin } from "prosemirror-state";
import { clean } from "cleancopy";

export const cleanPaste = (options) =>
  new Plugin({
    props: {
      handlePaste(view, event) {
        const data = event.clipboardData;
        // Nothing in it, or files; what was copied in such an editor is sound; and code is nobody's article.
        if (!data?.types.some((type) => /^text\/(plain|html)$/.test(type))) return false;
        if (data.getData("text/html").includes("data-pm-slice")) return false;
        if (view.state.selection.$from.parent.type.spec.code) return false;
        // The editor's own paste takes it from here, with its schema and its history.
        return view.pasteHTML(clean(data, { ...options, format: "html" }).output);
      },
    },
  });
