import fc from "fast-check";

/** A series' texts as they stand on its lines, escapes and all; a character, up to U+00FF, is a byte. */
export interface Skeleton {
  /** Measurement and tags. */
  key: string;
  fields: string[];
}

const unit = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(..."abcXYZ019_-.:/'é") },
  { weight: 2, arbitrary: fc.constantFrom("\\,", "\\ ", "\\=", "\\\\\\ ", "\\\\\\,", '\\"\\ ', '\\"', "\\n", "\\x") },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) },
);

/** Names that mean something to JavaScript, to line protocol or to us. */
const known = fc.constantFrom(
  ..."__proto__ constructor toString hasOwnProperty source source_ field field_ step y yhat v v_yhat v_message".split(
    " ",
  ),
  ..."v_is_anomaly _yhat anomaly_score event is_anomaly time NaN true 1i # \\\\ -1 \xff\xfe \xc3 \0 \x01\x02\x08".split(
    " ",
  ),
);

const name = fc.oneof(
  { weight: 6, arbitrary: fc.array(unit, { minLength: 1, maxLength: 9 }).map((units) => units.join("")) },
  { weight: 3, arbitrary: known },
  {
    weight: 1,
    arbitrary: fc.tuple(unit, fc.integer({ min: 10, max: 400 })).map(([text, count]) => text.repeat(count)),
  },
);

const tag = fc.tuple(name, name).map(([key, value]) => `,${key}=${value}`);
const tags = fc.oneof(
  { weight: 80, arbitrary: fc.array(tag, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(tag, { minLength: 60, maxLength: 120 }) },
);
const fields = fc.oneof(
  { weight: 80, arbitrary: fc.array(name, { minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.array(name, { minLength: 60, maxLength: 120 }) },
);

/** Mostly what Telegraf takes, and all of it after the grammar's rules for names; now and then a byte breaks one. */
export const skeleton: fc.Arbitrary<Skeleton> = fc
  .record({ measurement: name, tags, fields })
  .map(({ measurement, tags: all, fields: keys }) => ({ key: measurement + all.join(""), fields: keys }));
