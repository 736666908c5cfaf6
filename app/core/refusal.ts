/**
 * Why the program will not start or go on, in one sentence that also says what to do.
 * The entry points in bin/ print it without a stack and end with exit code 78, the
 * system's code for a configuration error, after which `npm start` does not try again.
 */
export class Refusal extends Error {
  static exitCode = 78
}
