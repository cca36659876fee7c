import { writeAll } from "../src/host/stdout.js";
import { PlainProcessor } from "./plain.js";
import { PlainBrew } from "./plain-brew.js";

/** A rival as a program: standard input to standard output, one write a chunk, as Holtline writes. */
const processor = process.argv[2] === "brew" ? new PlainBrew() : new PlainProcessor();
process.stdin.on("data", (chunk: Buffer) => writeAll(1, processor.push(chunk)));
process.stdin.on("end", () => writeAll(1, processor.end()));
