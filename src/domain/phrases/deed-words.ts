/** A Russian infinitive, or an English verb that tasks begin with. */
const deed =
  /^(?:\p{L}{2,}(?:ть|ться|ти|тись|чь|чься)|(?:ask|arrange|book|bring|buy|call|check|confirm|deliver|discuss|draft|email|finish|find|follow|get|invite|make|meet|order|pay|phone|plan|prepare|remind|review|ring|schedule|send|show|sign|submit|talk|tell|text|update|visit|write))(?![\p{L}\d])/iu;

/** Whether a line begins with what is to be done, such as "call Kozlov tomorrow"; a guess from its first word alone. */
export function beginsWithDeed(line: string): boolean {
  return deed.test(line);
}
