const maxDepth = 32;
const maxValues = 20_000;

/**
 * Whether a JSON text is too deep or has too many values to be worth parsing. One pass over the text; whether it is valid
 * JSON at all is for the parser to say.
 */
export function isTooComplex(text: string): boolean {
  let depth = 0;
  let values = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === 92) index += 1;
      else if (code === 34) isInString = false;
    } else if (code === 34) {
      isInString = true;
    } else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (code === 125 || code === 93) {
      depth -= 1;
    } else if (code === 44 || code === 58) {
      values += 1;
      if (values > maxValues) return true;
    }
  }
  return false;
}
