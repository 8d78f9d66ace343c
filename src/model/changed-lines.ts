/** A run of lines that a change replaced: line numbers are 1-based; a side without lines has an empty list. */
export type Hunk = { oldStart: number; newStart: number; removed: string[]; added: string[] };

/** The changed lines of one file, without context. Lines keep a carriage return and lose their line feed. */
export type ChangedLines = {
  path: string;
  previousPath: string | null;
  /** True when the content was not compared: binary, or too large to compare. */
  binary: boolean;
  hunks: Hunk[];
};
