const ORDER =
  /ignore (all|any|the|previous)|disregard|forget (all|your|previous)|system prompt|you must|you are now|new instructions|reply (only )?with|respond with|output |print |set (the )?\w+ to|mark (this|the)|call the tool|игнорир|забудь|не обращай внимания|системн\w+ промпт|ты должен|вы должны|новые инструкции|ответь|выведи|напиши|поставь|отметь|считай/i;

/** Sentences of a text that order the model to do something, exactly as written. */
export function findInjectedOrders(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '' && ORDER.test(sentence));
}
