"use strict";
exports.plus = (a, b) => a + b;
