import type { MethodCall } from '../call.ts';

/** A Bot API method: its result goes into the envelope, an `ApiError` becomes a refusal. */
export type Method = (call: MethodCall) => unknown;
export type MethodTable = Record<string, Method>;
