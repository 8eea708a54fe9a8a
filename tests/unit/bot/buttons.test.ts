import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import {
  createButtonCatalog,
  createButtonSigner,
  defineButton,
  keyboardsFor,
  maxDataBytes,
  splitButtonData,
} from '#bot/buttons.ts';
import { packValues, unpackValues } from '#bot/button-data.ts';
import { allButtons } from '#bot/catalog.ts';

const signer = createButtonSigner(Buffer.alloc(32, 7), 4242);
const button = defineButton(
  'tests.move',
  z.strictObject({ leadId: z.uuid(), stageId: z.uuid() }),
  async () => undefined,
);

function dataOf(chatId: number): string {
  const markup = keyboardsFor(signer, chatId)().button('Move', button, { leadId: newId(), stageId: newId() }).markup();
  const shown = markup.inline_keyboard[0]?.[0];
  return shown && 'callback_data' in shown ? shown.callback_data : '';
}

describe('buttons', () => {
  it('carry two ids within the bytes that Telegram allows', () => {
    expect(Buffer.byteLength(dataOf(-1001234567890))).toBeLessThanOrEqual(maxDataBytes);
  });

  it('give back what was packed', () => {
    const value = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.uuid(), fc.string({ maxLength: 12 }));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), (values) => {
        expect(unpackValues(packValues(values))).toEqual(values);
      }),
    );
  });

  it('are genuine only in the chat and for the bot they were made for', () => {
    const data = dataOf(77);
    expect(signer.verify(77, data)).toEqual(splitButtonData(data));
    expect(signer.verify(78, data)).toBeNull();
    expect(createButtonSigner(Buffer.alloc(32, 7), 4243).verify(77, data)).toBeNull();
  });

  it('are refused when a single character was changed', () => {
    const data = dataOf(77);
    for (let index = 0; index < data.length; index += 1) {
      const changed = data.slice(0, index) + (data[index] === 'A' ? 'B' : 'A') + data.slice(index + 1);
      expect(signer.verify(77, changed)).toBeNull();
    }
  });

  it('of one id stop the start', () => {
    expect(() => createButtonCatalog([button, defineButton('tests.move', z.strictObject({}), null)])).toThrow(
      'cannot be told apart',
    );
  });

  it('of the whole bot can be told apart and are named after their area', () => {
    expect(createButtonCatalog(allButtons).size).toBe(allButtons.length);
    for (const { id } of allButtons) expect(id).toMatch(/^[a-zA-Z]+\.[a-zA-Z]+$/);
  });

  it('refuse values that their schema does not know', () => {
    expect(button.read(packValues([newId(), 'not an id']))).toBeNull();
    expect(button.read(packValues([newId()]))).toBeNull();
  });
});
