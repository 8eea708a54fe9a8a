import type { CustomFieldView } from '#domain/custom-fields/custom-field-view.ts';
import type { CustomValue } from '#domain/custom-fields/custom-values.ts';

const yes = /^(?:да|ага|yes|y|true|1|\+)$/i;
const no = /^(?:нет|no|n|false|0|-)$/i;

/**
 * What a person typed as the value of a field of this kind. A text that does not fit is returned as it is, so that the
 * field's own rules say what is wrong with it.
 */
export function readFieldText({ kind, options }: Pick<CustomFieldView, 'kind' | 'options'>, text: string): CustomValue {
  const typed = text.trim();
  const optionOf = (wanted: string) =>
    options.find((option) => option.toLowerCase() === wanted.trim().toLowerCase()) ?? wanted.trim();
  switch (kind) {
    case 'number': {
      const number = Number(typed.replaceAll(/[\s\u00a0]/g, '').replace(',', '.'));
      return typed === '' || Number.isNaN(number) ? typed : number;
    }
    case 'boolean':
      if (yes.test(typed)) return true;
      return no.test(typed) ? false : typed;
    case 'select':
      return optionOf(typed);
    case 'multiselect':
      return typed.split(/[,;]/).map(optionOf);
    case 'date': {
      const [, day, month, year] = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(typed) ?? [];
      return day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : typed;
    }
    default:
      return typed;
  }
}
