// `cargo xtask build` writes the module itself to dist/binary.js.

/** The bytes of the module, for `unpack`. */
export const binary: string;
