import { checkOf, hashOf, hashStart, hashText, laneA, laneB } from "../batch/hash";
import { Key, keyText } from "../series/key";

/** The hash of a canonical key, which the table knows it by. */

/** What stands for a key in the table. */
@unmanaged
class Hash {
  hash: u64;
  check: u32;
}

const canonical: usize = memory.data(<i32>offsetof<Hash>());

/** The hash of a series' canonical key; good until the next call. */
export function canonicalHash(pointer: usize): Hash {
  const key = changetype<Key>(pointer);
  return hashKey(keyText(pointer), key.prefixLength, key.fieldLength);
}

/** The same of a key's text. */
export function hashKey(text: usize, prefixLength: usize, fieldLength: usize): Hash {
  hashStart();
  hashText(laneA, laneB, text, prefixLength);
  hashText(laneA, laneB, text + prefixLength, fieldLength);
  const hash = changetype<Hash>(canonical);
  hash.hash = hashOf(laneA, laneB);
  hash.check = checkOf(laneA, laneB);
  return hash;
}
