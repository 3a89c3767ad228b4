import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { leaveNote, runningServer, takeNoteAway } from "./running.ts";

const dataDir = mkdtempSync(join(tmpdir(), "gatehouse-note-"));
afterAll(() => rmSync(dataDir, { recursive: true }));
const note = { pid: process.pid, port: 8080, url: "http://localhost:8080", secure: false };

test("a running server is found as long as it runs, however it ends", () => {
  expect(runningServer(dataDir)).toBeUndefined();
  leaveNote(dataDir, note);
  expect(runningServer(dataDir)).toEqual(note);
  takeNoteAway(dataDir);
  takeNoteAway(dataDir);
  expect(runningServer(dataDir)).toBeUndefined();
  // The highest pid that Linux gives is 4,194,304.
  leaveNote(dataDir, { ...note, pid: 4_194_305 });
  expect(runningServer(dataDir)).toBeUndefined();
});

test("a note that nobody can read is none", () => {
  for (const text of ["", "{", "[]", '{"pid":1}', "null"]) {
    writeFileSync(join(dataDir, "server.json"), text);
    expect(runningServer(dataDir)).toBeUndefined();
  }
});
