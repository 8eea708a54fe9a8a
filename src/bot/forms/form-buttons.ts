import { z } from 'zod';
import { defineButton } from '#bot/buttons.ts';

/** Presses that belong to the running form: which answer, or the way back or out. */
export const chooseButton = defineButton('form.choose', z.strictObject({ option: z.int() }), null);
export const backButton = defineButton('form.back', z.strictObject({}), null);
export const cancelButton = defineButton('form.cancel', z.strictObject({}), null);
