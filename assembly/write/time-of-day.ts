import { localTime } from "../model/local-time";
import { COLON, put } from "./text";

/** Times of day, by the clock of the settings' zone. */

const SECOND: i64 = 1_000_000_000;
const DAY: i64 = 86_400;
const ZERO: u8 = 48;

/** `10:02:15`; nanoseconds since 1970. */
export function sayTime(time: i64): void {
  sayMinute(time);
  put(COLON);
  sayTwo(secondOf(time) % 60);
}

/** `10:02`. */
export function sayMinute(time: i64): void {
  const second = secondOf(time);
  sayTwo(second / 3600);
  put(COLON);
  sayTwo(second / 60 % 60);
}

/** The second of the day. */
function secondOf(time: i64): i32 {
  const second = floorDivide(localTime(time), SECOND);
  return <i32>(second - floorDivide(second, DAY) * DAY);
}

function floorDivide(number: i64, by: i64): i64 {
  const whole = number / by;
  return number % by < 0 ? whole - 1 : whole;
}

function sayTwo(number: i32): void {
  put(<u8>(ZERO + number / 10));
  put(<u8>(ZERO + number % 10));
}
