/** One scope taken out of the sources. */
export interface Mutation {
  name: string;
  edits: readonly Edit[];
  /** Test files of which at least one must fail. */
  tests: readonly string[];
  /** Only tests whose name has this in it, where a whole file takes long. */
  only?: string;
}

/** `find` stands exactly once in the file. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

/** The text after an edit. Throws when the sources have changed so that it does not fit any more. */
export function applyEdit(text: string, edit: Edit): string {
  const [head, tail, ...rest] = text.split(edit.find);
  if (head === undefined || tail === undefined || rest.length > 0) {
    throw new Error(`“${edit.find}” must stand in ${edit.file} exactly once; change the mutation with its source.`);
  }
  return head + edit.replace + tail;
}
