/** What docs/benchmarks.json says of the pages that are translated, in Korean. */
export const figuresInKorean: Readonly<Record<string, string>> = {
  '2 cores': '코어 둘',
  ms: 'ms',
  s: 's',
  KB: 'KB',
  cores: '코어',
  attempts: '번',
  'deliveries a second': '개/초',
  'messages a minute': '개/분',
  '99th percentile, 20,000 deliveries a second, rooms of 100': '99번째 백분위수, 초당 전달 20,000개, 100명 방',
  '99th percentile, 70,000 deliveries a second, rooms of 100': '99번째 백분위수, 초당 전달 70,000개, 100명 방',
  '99th percentile, 70,000 deliveries a second, rooms of 1,000': '99번째 백분위수, 초당 전달 70,000개, 1,000명 방',
  '99th percentile, 20,000 deliveries a second, 1 server, 100 rooms of 100':
    '99번째 백분위수, 초당 전달 20,000개, 서버 하나, 100명 방 100개',
  '99th percentile, 20,000 deliveries a second, 3 servers, 100 rooms of 100':
    '99번째 백분위수, 초당 전달 20,000개, 서버 셋, 100명 방 100개',
  'delivered of 20,000 a second, 2 servers, 1,000 rooms of 10': '초당 20,000개 중 전달된 것, 서버 둘, 10명 방 1,000개',
  '99th percentile, 20,000 deliveries a second, 2 servers, 1,000 rooms of 10':
    '99번째 백분위수, 초당 전달 20,000개, 서버 둘, 10명 방 1,000개',
  '99th percentile, 20,000 deliveries a second, 2 servers, 10 rooms of 1,000':
    '99번째 백분위수, 초당 전달 20,000개, 서버 둘, 1,000명 방 10개',
  '99th percentile, 20,000 deliveries a second, 2 servers, 200 rooms of 100':
    '99번째 백분위수, 초당 전달 20,000개, 서버 둘, 100명 방 200개',
  'delivered of 70,000 a second, rooms of 100': '초당 70,000개 중 전달된 것, 100명 방',
  'delivered of 70,000 a second, rooms of 1,000': '초당 70,000개 중 전달된 것, 1,000명 방',
  'delivered of 250,000 a second, rooms of 1,000': '초당 250,000개 중 전달된 것, 1,000명 방',
  '99th percentile, 250,000 deliveries a second, rooms of 1,000': '99번째 백분위수, 초당 전달 250,000개, 1,000명 방',
  'half of 10,000 clients back after a server is killed':
    '서버 하나를 죽인 뒤 클라이언트 10,000 중 절반이 돌아오기까지',
  'all of them back': '모두 돌아오기까지',
  'attempts that it takes them': '그때까지의 시도',
  'memory of an idle connection, 36,000 of them': '쉬는 연결 하나의 메모리, 36,000개일 때',
  'of it heap': '그중 heap',
  'servers at saturation': '포화에서 서버',
  'load generator at saturation': '포화에서 부하 생성기',
  'store at saturation': '포화에서 저장소',
  'Redis at saturation': '포화에서 Redis',
  'nothing but requests on 2 cores': '요청만, 코어 둘',
  '1 recipient a record on 1 core': '레코드당 수신자 하나, 코어 하나',
  '1 recipient a record on 2 cores': '레코드당 수신자 하나, 코어 둘',
  '50 recipients a record on 2 cores': '레코드당 수신자 50, 코어 둘',
  '50 recipients a record on 2 cores with dynalite': '레코드당 수신자 50, 코어 둘, dynalite',
};
