import { createSender } from '/work/main/lambda/mass-messaging/sender';
import { captureLines, contextOf, Local, recordOf } from '/work/main/test/lambda/mass-messaging/local';
it('bench', async () => {
  const local = await Local.start();
  await local.campaign('c');
  const sender = createSender({ ...local.sender, requestsPerSecond: '1000000', sendsAtOnce: '100' });
  const capture = captureLines();
  const out: string[] = [];
  for (const [size, count] of [[25, 100], [25, 400], [1, 2000]] as const) {
    const records = Array.from({ length: count }, (_, i) => ({ messageId: `m${i}`, body: JSON.stringify(recordOf('c', Array.from({ length: size }, (_, j) => `b${size} ${count} ${i} ${j}`), i)) }));
    const t = performance.now(); const cpu = process.cpuUsage();
    const a = await sender({ Records: records } as never, contextOf(60000));
    const ms = performance.now() - t; const c = process.cpuUsage(cpu);
    out.push(`${size}x${count}: ${Math.round(size * count / ms * 1000)}/s cpu ${(c.user + c.system) / 1000 / size / count} ms/msg failed ${a.batchItemFailures.length}`);
  }
  capture.restore();
  console.log(out.join('\n'));
  await local.stop();
});
