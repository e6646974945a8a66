export function installCommand(process: { platform: string; execPath: string }): string;
