/** The words of a text, as a list: keeps hundreds of ids readable in the source. */
export function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
