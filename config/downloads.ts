/** How results are fetched from providers. */
export default {
  /** Bytes of the largest result. */
  mostBytes: { image: 64e6, audio: 256e6, video: 2e9 },

  /** Milliseconds without an answer, and without a further byte, until it is given up. */
  patience: 60_000,

  mostRedirects: 3,
}
