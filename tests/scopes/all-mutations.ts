import type { Mutation } from '#tests/scopes/mutation.ts';
import { namedMutations } from '#tests/scopes/named-mutations.ts';
import { policyMutations } from '#tests/scopes/policy-mutations.ts';
import { readMutations } from '#tests/scopes/read-mutations.ts';

/** Every scope of the product, each as a mutation that takes it out of the sources under `root`. */
export function allMutations(root: string): Mutation[] {
  return [...namedMutations, ...readMutations(root), ...policyMutations(root)];
}
