// `cargo xtask build` writes it to dist/thread-source.js.

/** The text of dist/thread.js, for where the file itself cannot be had. */
export const source: string;
