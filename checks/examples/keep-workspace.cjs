// Loaded into every Node process of a job by NODE_OPTIONS, for two things in which act is not GitHub.
const { execFileSync } = require('node:child_process');

const { EXAMPLES_KEEP: folder, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp } = process.env;

// act removes the workspace as soon as the job has ended. This keeps what was in it, by hard links,
// when the action's post step has run.
if (folder && process.argv[1]?.endsWith('/dist/post/index.js')) {
  process.on('exit', () => {
    const target = `${folder}/${process.pid}`;
    execFileSync('mkdir', ['-p', target]);
    execFileSync('cp', ['-al', workspace, `${target}/workspace`]);
    execFileSync('cp', ['-al', temp, `${target}/temp`]);
  });
}

// act gives each step a terminal, which ends what the step left running when it is closed.
if (process.argv[1]?.endsWith('simulator/main.ts')) process.on('SIGHUP', () => undefined);
