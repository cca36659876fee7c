export async function bench(_: string[]): Promise<void> {}
