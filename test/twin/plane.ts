/** Neighbours closer than this, relative, are one plateau: its first cell stands for it. */
export const PLATEAU = 1e-9;

/** Twin of assembly/fit-plane.ts: sums of squared errors by row and column, framed by infinity, and their minima. */
export class Plane {
  /** Cells by row, with the frame: see `indexOf`. */
  readonly values: Float64Array;
  readonly stride: number;
  // what findMinima found
  readonly minimumRows: Uint8Array;
  readonly minimumColumns: Uint8Array;

  constructor(
    public rows: number,
    public columns: number,
  ) {
    this.stride = columns + 2;
    this.values = new Float64Array((rows + 2) * this.stride).fill(Number.POSITIVE_INFINITY);
    this.minimumRows = new Uint8Array(rows * columns);
    this.minimumColumns = new Uint8Array(rows * columns);
  }

  indexOf(row: number, column: number): number {
    return (row + 1) * this.stride + column + 1;
  }

  cell(row: number, column: number): number {
    return this.values[this.indexOf(row, column)]!;
  }

  set(row: number, column: number, value: number): void {
    this.values[this.indexOf(row, column)] = value;
  }

  /** Makes the plane smaller than it has room for, with a frame of its own. */
  frame(rows: number, columns: number): void {
    this.rows = rows;
    this.columns = columns;
    for (let row = 0; row < rows; row++) this.set(row, columns, Number.POSITIVE_INFINITY);
    for (let column = 0; column <= columns; column++) this.set(rows, column, Number.POSITIVE_INFINITY);
  }

  /** The best column of the first row. */
  lowestOfFirstRow(): number {
    let best = 0;
    for (let column = 1; column < this.columns; column++) {
      if (this.cell(0, column) < this.cell(0, best)) best = column;
    }
    return best;
  }

  /** Finds the cells that none of their four neighbours undercuts; returns how many. */
  findMinima(): number {
    const { rows, columns, values, stride } = this;
    let found = 0;
    for (let row = 0; row < rows; row++) {
      let at = this.indexOf(row, 0);
      for (let column = 0; column < columns; column++, at++) {
        const value = values[at]!;
        const higher = value * (1 + PLATEAU);
        if (!(values[at - 1]! > higher && values[at - stride]! > higher)) continue;
        const lower = value * (1 - PLATEAU);
        if (!(values[at + 1]! >= lower && values[at + stride]! >= lower)) continue;
        this.minimumRows[found] = row;
        this.minimumColumns[found++] = column;
      }
    }
    return found;
  }
}
