type Child = Node | string;
type Properties<E extends Element> = Partial<Omit<E, "style" | "dataset">> & {
  /** Attributes that have no property, or one of another name. */
  readonly attributes?: Readonly<Record<string, string>>;
};

/** Makes an element with properties, attributes and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { attributes = {}, ...properties }: Properties<HTMLElementTagNameMap[Tag]> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The same for drawings. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The element of the page with this id. */
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as E;
}

/** Copies a text, and says so on the button for a moment. */
export async function copyFrom(button: HTMLButtonElement, text: string, onDone: (said: string) => void): Promise<void> {
  const label = button.dataset.label ?? button.textContent;
  button.dataset.label = label;
  const done = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  button.textContent = done ? "Copied" : "Copying is not allowed here";
  onDone(
    done ? `${label}: copied to the clipboard.` : "The browser does not let this page copy; select the text instead.",
  );
  setTimeout(() => {
    button.textContent = label;
  }, 1_600);
}

/** Saves a blob as a file. */
export function save(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
