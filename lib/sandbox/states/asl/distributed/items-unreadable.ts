/** The items of a Map Run cannot be read; the workflow sees States.ItemReaderFailed. */
export class ItemsUnreadable extends Error {
  override readonly name = 'ItemsUnreadable';
}
