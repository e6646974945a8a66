// This module is preloaded so that the process and its child processes use Windows line endings.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

Object.defineProperty(os, 'EOL', { value: '\r\n' });
syncBuiltinESMExports();
