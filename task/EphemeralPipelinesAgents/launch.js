// Starts bin/<rid>/ephemeral-agents and ends as it ends. On Linux and macOS the agent knows only Node handlers, hence this
// file; everything else is the program's. Valid on Node 20, which agents may take for Node 24 handlers as well.
'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const rids = { 'linux-x64': 'linux-x64', 'win32-x64': 'win-x64' };

// A package keeps no permission bits, and the task's folder may belong to somebody else or be read-only.
function executable(program) {
  if (process.platform === 'win32') return program;
  try {
    fs.accessSync(program, fs.constants.X_OK);
    return program;
  } catch {
    // Not executable yet.
  }
  try {
    fs.chmodSync(program, 0o755);
    return program;
  } catch (error) {
    if (!['EROFS', 'EPERM', 'EACCES'].includes(error.code)) throw error;
  }
  const folder = fs.mkdtempSync(path.join(process.env.AGENT_TEMPDIRECTORY || os.tmpdir(), 'ephemeral-agents-'));
  fs.cpSync(path.dirname(program), folder, { recursive: true });
  const copy = path.join(folder, path.basename(program));
  fs.chmodSync(copy, 0o755);
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return copy;
}

function fail(message) {
  console.log(`##vso[task.logissue type=error]${message}`);
  console.log(`##vso[task.complete result=Failed;]${message}`);
  process.exitCode = 1;
}

function launch() {
  const platform = `${process.platform}-${process.arch}`;
  const rid = rids[platform];
  const program = rid && path.join(__dirname, 'bin', rid, process.platform === 'win32' ? 'ephemeral-agents.exe' : 'ephemeral-agents');
  if (!program || !fs.existsSync(program)) {
    fail(`This task does not run on ${platform}: use an agent on one of ${Object.values(rids).join(', ')}.`);
    return;
  }

  const child = spawn(executable(program), ['task'], { stdio: 'inherit' });

  // The agent signals this process only, and then waits for it: so wait for the child, which cleans up.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));

  child.on('error', (error) => fail(`${program} cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + os.constants.signals[signal] : code;
  });
}

launch();
