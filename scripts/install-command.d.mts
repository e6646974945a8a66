export function installCommand(here: { platform: string; execPath: string }): string;
