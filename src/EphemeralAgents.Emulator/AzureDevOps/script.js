// The task behind the emulator's CmdLine, Bash and PowerShell: runs the input "script", or the file "filePath", in the task's shell.
'use strict';
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');

const task = JSON.parse(fs.readFileSync(path.join(__dirname, 'task.json'), 'utf8')).name;
const input = name => (process.env['INPUT_' + name.toUpperCase()] || '').trim();
const windows = process.platform === 'win32';
const shells = {
  CmdLine: windows ? ['.cmd', process.env.ComSpec || 'cmd.exe', '/D', '/E:ON', '/V:OFF', '/S', '/C'] : ['.sh', 'bash', '--noprofile', '--norc'],
  Bash: ['.sh', 'bash'],
  PowerShell: ['.ps1', windows && input('pwsh') !== 'true' ? 'powershell.exe' : 'pwsh', '-NoLogo', '-NoProfile', '-NonInteractive', '-File'],
};
const [extension, shell, ...options] = shells[task];

let file = input('filePath');
if (input('targetType').toLowerCase() !== 'filepath' || !file) {
  file = path.join(process.env.AGENT_TEMPDIRECTORY || require('os').tmpdir(), `script-${process.pid}${extension}`);
  const start = extension === '.cmd' ? '@echo off\r\n' : extension === '.ps1' ? "$ErrorActionPreference = 'Stop'\n" : '';
  fs.writeFileSync(file, start + (process.env.INPUT_SCRIPT || '') + '\n');
}

const child = spawn(shell, [...options, file], { cwd: input('workingDirectory') || process.cwd(), stdio: ['ignore', 'inherit', 'pipe'] });
let complained = false;
child.stderr.on('data', text => { complained = true; process.stderr.write(text); });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
const fail = message => console.log(`##vso[task.complete result=Failed;]${message}`);
child.on('error', problem => fail(`${shell} could not be started: ${problem.code}`));
child.on('close', code => {
  if (code !== 0) fail(`${shell} exited with code '${code}'.`);
  else if (complained && input('failOnStderr') === 'true') fail(`${shell} wrote to standard error.`);
});
