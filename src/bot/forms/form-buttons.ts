import { z } from 'zod';
import { defineButton } from '#bot/buttons.ts';

/**
 * Presses that belong to the running form: which answer, or the way back or out. The question's number keeps a second tap,
 * made before the next question came, from answering that one.
 */
export const chooseButton = defineButton('form.choose', z.strictObject({ option: z.int(), question: z.int() }), null);
export const backButton = defineButton('form.back', z.strictObject({ question: z.int() }), null);
export const cancelButton = defineButton('form.cancel', z.strictObject({}), null);
