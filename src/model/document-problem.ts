/** One thing wrong with a declarative file, where it is wrong. `line` and `column` count from 1. */
export type DocumentProblem = {
  file: string;
  /** `trackA.comparators[0].type`; empty for the document itself. */
  path: string;
  line: number;
  column: number;
  /** A sentence. */
  message: string;
  /** The word that was probably meant, or null. */
  suggestion: string | null;
};
