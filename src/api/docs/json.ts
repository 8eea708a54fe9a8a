/** A JSON object whose fields are not known; OpenAPI documents are read and completed as such. */
export type Json = Record<string, unknown>;

/** The value as a JSON object; an empty one when it is none. */
export function asObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** Whether a value is a JSON object, and no array. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values of a JSON array that are objects; none when it is no array. */
export function objectsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
