// CodeMirror: an extension that pastes clean Markdown.

import { EditorView } from "@codemirror/view";
import { clean } from "cleancopy";

export const cleanPaste = (options) =>
  EditorView.domEventHandlers({
    paste(event, view) {
      const data = event.clipboardData;
      if (view.state.readOnly || !data?.types.some((type) => /^text\/(plain|html)$/.test(type))) return false;
      const { output } = clean(data, { format: "markdown", ...options });
      view.dispatch(view.state.replaceSelection(output), { userEvent: "input.paste", scrollIntoView: true });
      event.preventDefault();
      return true;
    },
  });
