// `cargo xtask build` writes the module itself to dist/binary.js.

/** The bytes of the module, in base64. */
export const binary: string;
