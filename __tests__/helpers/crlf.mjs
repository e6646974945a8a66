// This module is preloaded to give this process, and all that it starts, Windows line endings.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

Object.defineProperty(os, 'EOL', { value: '\r\n' });
syncBuiltinESMExports();
