#!/usr/bin/env node
import "../build/src/command/main.js";
