/** The stretch of time that all charts show, within all that there is; and the moment that is looked at. */
export class View {
  from = 0;
  to = 1;
  /** undefined: none yet. */
  moment: number | undefined;
  #first = 0;
  #last = 1;
  readonly #listeners: (() => void)[] = [];
  readonly #watchers: (() => void)[] = [];

  /** @param listener is called when the stretch changes */
  onStretch(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** @param watcher is called when the moment changes */
  onMoment(watcher: () => void): void {
    this.#watchers.push(watcher);
  }

  get isZoomed(): boolean {
    return this.from > this.#first || this.to < this.#last;
  }

  /** Sets all that there is. What was zoomed into stays, as far as it is there; else all is shown. */
  setBounds(first: number, last: number): void {
    const wasZoomed = this.isZoomed;
    this.#first = first;
    this.#last = Math.max(last, first + 1);
    if (wasZoomed && this.from < this.#last && this.to > this.#first) this.show(this.from, this.to);
    else this.reset();
  }

  /** Goes back to all that there is. */
  reset(): void {
    this.show(this.#first, this.#last);
  }

  /** Shows a stretch, within bounds and no shorter than a millisecond. */
  show(from: number, to: number): void {
    const length = Math.min(Math.max(to - from, 1), this.#last - this.#first);
    this.from = Math.min(Math.max(from, this.#first), this.#last - length);
    this.to = this.from + length;
    for (const listener of this.#listeners) listener();
  }

  /** Shows `factor` times as much time, the moment `around` staying in place. */
  zoom(factor: number, around = this.#middle()): void {
    const share = (around - this.from) / (this.to - this.from);
    const length = (this.to - this.from) * factor;
    this.show(around - share * length, around + (1 - share) * length);
  }

  /** Moves by a share of what is shown. */
  pan(share: number): void {
    const by = share * (this.to - this.from);
    this.show(this.from + by, this.to + by);
  }

  look(moment: number): void {
    this.moment = moment;
    for (const watcher of this.#watchers) watcher();
  }

  /** Moves the stretch, where it has to be, so that a moment can be seen. */
  reveal(moment: number): void {
    if (moment >= this.from && moment <= this.to) return;
    const half = (this.to - this.from) / 2;
    this.show(moment - half, moment + half);
  }

  /** Zooms keep the moment that is looked at in place, where it can be seen. */
  #middle(): number {
    const { moment = Number.NaN } = this;
    return moment >= this.from && moment <= this.to ? moment : (this.from + this.to) / 2;
  }
}
