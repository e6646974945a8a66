// Preloaded: gives this process, and whatever it starts, the line ends of Windows.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

Object.defineProperty(os, 'EOL', { value: '\r\n' });
syncBuiltinESMExports();
