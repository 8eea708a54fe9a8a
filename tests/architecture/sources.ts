import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Paths of files below the project's folder that match, sorted; generated code and dependencies are left out. */
export function filesOf(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/(^|\/)(node_modules|generated)\//.test(path))
    .toSorted();
}

/** A file's text by its path from the project's folder. */
export function textOf(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8');
}

/** One node of a syntax tree. */
export type SyntaxNode = { type: string; [field: string]: unknown };

/** The syntax tree of a TypeScript file. */
export function parse(path: string): SyntaxNode {
  const tree: unknown = parseSync(textOf(path), { syntax: 'typescript', target: 'es2024' });
  if (!isNode(tree)) throw new Error(`${path} has no syntax tree.`);
  return tree;
}

/** Whether a value is a node of a syntax tree. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The node and all nodes below it; `enter` says which ones to go into. */
export function* walk(node: SyntaxNode, enter: (node: SyntaxNode) => boolean = () => true): Iterable<SyntaxNode> {
  if (!enter(node)) return;
  yield node;
  for (const value of Object.values(node)) yield* walkValue(value, enter);
}

function* walkValue(value: unknown, enter: (node: SyntaxNode) => boolean): Iterable<SyntaxNode> {
  if (Array.isArray(value)) for (const item of value) yield* walkValue(item, enter);
  else if (isNode(value)) yield* walk(value, enter);
  // Call arguments come wrapped in objects without a type.
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* walkValue(inner, enter);
}

/** The text of a string literal, or of a template without its values; null for other nodes. */
export function literalText(node: SyntaxNode | undefined): string | null {
  if (node?.type === 'StringLiteral' && typeof node['value'] === 'string') return node['value'];
  if (node?.type === 'RegExpLiteral' && typeof node['pattern'] === 'string') return node['pattern'];
  if (node?.type !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return null;
  const parts: unknown[] = node['quasis'];
  return parts.map((part) => (isNode(part) && typeof part['cooked'] === 'string' ? part['cooked'] : '')).join(' ');
}

/** The arguments of a call or a `new`. */
export function argumentsOf(node: SyntaxNode): SyntaxNode[] {
  const given: unknown = node['arguments'];
  if (!Array.isArray(given)) return [];
  return given.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'expression' in item && isNode(item.expression)
      ? [item.expression]
      : [],
  );
}

/** Calls (or, with `constructed`, `new` expressions) of a plain name in a file. */
export function callsOf(path: string, name: string, constructed = false): SyntaxNode[] {
  const type = constructed ? 'NewExpression' : 'CallExpression';
  return [...walk(parse(path))].filter(
    (node) => node.type === type && isNode(node['callee']) && node['callee']['value'] === name,
  );
}

/** Every text that a file can show: literals and templates outside imports, types and property names. */
export function textsIn(path: string, skip: (node: SyntaxNode) => boolean = () => false): string[] {
  const enter = (node: SyntaxNode) => !/^(Import|Export(All|Named)|Ts)/.test(node.type) && !skip(node);
  return [...walk(parse(path), enter)].map((node) => literalText(node)).filter((text) => text !== null);
}
