// Starts bin/<rid>/ephemeral-agents and ends as it ends. On Linux and macOS the agent knows only Node handlers, hence this
// file; everything else is the program's. Valid on Node 20, which agents may take for Node 24 handlers as well.
'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const isWindows = process.platform === 'win32';
const systems = { linux: 'linux', win32: 'win', darwin: 'osx' };

// A package keeps no permission bits, and the task's folder may belong to somebody else or be read-only.
function executable(program) {
  if (isWindows) return program;
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
  const rid = `${systems[process.platform] ?? process.platform}-${process.arch}`;
  const bin = path.join(__dirname, 'bin');
  const program = path.join(bin, rid, isWindows ? 'ephemeral-agents.exe' : 'ephemeral-agents');
  if (!fs.existsSync(program)) {
    const packaged = fs.existsSync(bin) ? fs.readdirSync(bin).sort().join(', ') : '';
    return fail(`This task does not run on ${rid}: use an agent on one of the platforms that it was packaged for (${packaged || 'none: install a complete package'}).`);
  }

  // On Linux and macOS the agent signals this process only, and on Windows Ctrl+C reaches the child by itself (where kill would
  // end it at once). Either way this process stays until the child has cleaned up. A signal may come as soon as there is a child,
  // so it is caught from before that; it is handled only after this function has ended.
  for (const signal of isWindows ? ['SIGINT', 'SIGTERM', 'SIGBREAK'] : ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => isWindows || child.kill(signal));
  }

  const child = spawn(executable(program), ['task'], { stdio: 'inherit' });
  child.on('error', (error) => fail(`${program} cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + os.constants.signals[signal] : code;
  });
}

launch();
