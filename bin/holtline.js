#!/usr/bin/env node
import "../build/program/command/main.js";
