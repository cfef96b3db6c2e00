import type { Language } from './words.ts';

/** What a hop did, in at most two short lines. An event that is not here is shown by its own name, spaced. */
const eventWords: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  PrescriptionPreVerified: ['通过预审', 'Submitted'],
  PrescriptionRevised: ['修改处方', 'Revised'],
  PrescriptionReviewPassed: ['审方通过', 'Review passed'],
  PrescriptionReviewRejected: ['审方不通过', 'Review rejected'],
  ReviewOverridden: ['医师坚持', 'Review overridden'],
  PrescriptionSigned: ['电子签名', 'Signed'],
  PrescriptionActivated: ['处方生效', 'Activated'],
  FillOpened: ['开放接方', 'Fill opened'],
  RoutingStarted: ['开始分派', 'Routing started'],
  WishChanged: ['患者改选', 'Wish changed'],
  OffersMade: ['派发邀约', 'Offers made'],
  OfferAccepted: ['药店抢单', 'Offer accepted'],
  OfferDeclined: ['药店谢绝', 'Offer declined'],
  OfferLapsed: ['邀约过期', 'Offer lapsed'],
  OfferWithdrawn: ['收回邀约', 'Offer withdrawn'],
  ClaimConfirmed: ['接方确认', 'Claim confirmed'],
  ClaimReleased: ['接方解除', 'Claim released'],
  ClaimSuspended: ['接方暂停', 'Claim paused'],
  RoutingPaused: ['暂停分派', 'Routing paused'],
  RoutingClosed: ['分派结束', 'Routing closed'],
  RoutingVoided: ['分派作废', 'Routing voided'],
  RoutingExhausted: ['无药店可派', 'Nobody left'],
  PrescriptionClaimed: ['药店接方', 'Claimed'],
  ClaimRefused: ['接方未成', 'Claim refused'],
  PrescriptionApproved: ['药店审方', 'Approved'],
  PrescriptionSuspended: ['药师存疑', 'Doubted'],
  PrescriptionConfirmed: ['医师确认', 'Confirmed'],
  PrescriptionReleased: ['退回处方', 'Released'],
  PrescriptionDispensed: ['调配售药', 'Dispensed'],
  SaleRecorded: ['登记销售', 'Sale recorded'],
  PrescriptionSaleReversed: ['退药冲销', 'Sale reversed'],
  PrescriptionCompleted: ['旅程完成', 'Completed'],
  CancellationRequested: ['申请撤销', 'Cancel requested'],
  CancellationRefused: ['撤销被拒', 'Cancel refused'],
  PrescriptionCancelled: ['处方撤销', 'Cancelled'],
  PrescriptionExpired: ['处方失效', 'Expired'],
  TraceCodeReserved: ['占用追溯码', 'Trace code held'],
  TraceCodeSold: ['追溯码核销', 'Trace code sold'],
  TraceCodeReleased: ['释放追溯码', 'Trace code freed'],
  TraceCodeFreed: ['释放追溯码', 'Trace code freed'],
  TraceCodeSaleVoided: ['追溯码退回', 'Trace code returned'],
  TraceCodeReservationLapsed: ['追溯码到期', 'Trace code lapsed'],
  PickupReady: ['等待取药', 'Ready for pickup'],
  PickupCodeIssued: ['领取取药码', 'Pickup code'],
  PickupCodeMismatched: ['取药码不符', 'Wrong code'],
  PickupCollected: ['当面交药', 'Handed over'],
  PickupUncollected: ['逾期未取', 'Not collected'],
  PickupReturnedToStock: ['退回库存', 'Back in stock'],
  PatientErased: ['个人信息销毁', 'Patient erased'],
};

/** `OffersMade` → `Offers made`, in either language for want of a better word. */
const spaced = (event: string): string => {
  const text = event.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return text.slice(0, 1).toUpperCase() + text.slice(1);
};

export const eventWord = (event: string, language: Language): string => {
  const found = eventWords[event];
  if (found === undefined) return spaced(event);
  return language === 'zh' ? found[0] : found[1];
};

/** What only goes along with something else in the same commit. */
const BYSTANDERS = ['RoutingStarted', 'OfferWithdrawn', 'OfferLapsed', 'WishChanged', 'FillOpened', 'SaleRecorded'];

/** The event that tells best what a commit of several was about. */
export const mainEvent = (events: readonly string[]): string =>
  events.filter((event) => !BYSTANDERS.includes(event)).at(-1) ?? events.at(-1) ?? '';
