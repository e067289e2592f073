#include "core/capture/pipeline.h"

#include "core/http/acceptkey.h"
#include "core/ws/closecode.h"
#include "core/ws/findings.h"

#include <algorithm>

namespace framescope::capture
{

namespace
{
http::HeadKind headKind(Direction d, ws::Role ourRole)
{
    return ws::senderOf(d, ourRole) == ws::Role::Client ? http::HeadKind::Request : http::HeadKind::Response;
}
} // namespace

Pipeline::Pipeline(ConnectionId id, ws::Role ourRole, RowStore &rows, SeenKeys *keys, InflatedSpool *spool)
    : m_rows(rows)
    , m_keys(keys)
    , m_spool(spool)
    , m_streams{Stream(headKind(Direction::Out, ourRole)), Stream(headKind(Direction::In, ourRole))}
    , m_inflated{InflatedRecorder(spool), InflatedRecorder(spool)}
    , m_id(id)
    , m_ourRole(ourRole)
{
}

Pipeline::~Pipeline() = default;

void Pipeline::setPeerSink(PeerSink *sink)
{
    m_sink = sink;
    attachSink();
}

void Pipeline::attachSink()
{
    if (auto &analyzer = stream(Direction::In).analyzer)
        analyzer->setMessageSink(m_upgraded && m_sink != nullptr && m_sink->wantsMessages() ? m_sink : nullptr);
}

std::size_t Pipeline::feed(Direction direction, Timestamp time, ByteView octets)
{
    Stream &s = stream(direction);
    ByteView input = octets;
    switch (s.phase) {
    case Phase::Head:
        feedHead(direction, time, input);
        break;
    case Phase::Frames:
        feedFrames(direction, time, input);
        break;
    case Phase::Raw:
    case Phase::Ended:
        addRawRow(direction, time, s.position, input.size());
        input = {};
        break;
    }
    const std::size_t taken = octets.size() - input.size();
    s.position += taken;
    m_counters.octets[static_cast<std::size_t>(direction)] += taken;
    return taken;
}

void Pipeline::feedHead(Direction d, Timestamp time, ByteView &input)
{
    Stream &s = stream(d);
    const std::size_t before = input.size();
    switch (s.head->feed(input)) {
    case http::HeadParser::Status::NeedMore:
        break;
    case http::HeadParser::Status::Done:
        if (fromClient(d))
            requestDone(d, time, s.position + (before - input.size()));
        else
            responseDone(d, time, s.position + (before - input.size()));
        break;
    case http::HeadParser::Status::Failed:
        // No head can be shown, so what came is raw from the first octet on, with the reason on it.
        findInHead(s);
        s.phase = Phase::Raw;
        s.badHead = true;
        addRawRow(d, time, s.headStart, s.position + before - s.headStart);
        input = {};
        if (!fromClient(d))
            refuse(time);
        break;
    }
}

void Pipeline::requestDone(Direction d, Timestamp time, std::uint64_t end)
{
    Stream &s = stream(d);
    addHeadRow(d, time, end, http::judgeRequest(s.head->head()).findings);
    const QByteArray key = s.head->head().value("Sec-WebSocket-Key");
    if (m_keys != nullptr && !key.isEmpty())
        m_keys->add(http::acceptFor(key), m_id);
    s.phase = m_refused ? Phase::Raw : Phase::Frames;
    if (m_refused || m_upgraded)
        s.head.reset();
}

void Pipeline::responseDone(Direction d, Timestamp time, std::uint64_t end)
{
    Stream &s = stream(d);
    Stream &client = stream(opposite(d));
    http::ResponseVerdict verdict = http::judgeResponse(client.head->head(), s.head->head());
    recogniseReplay(s.head->head(), verdict.findings);
    const int status = s.head->head().status;
    if (verdict.upgraded)
        startFramesAnyway(opposite(d), time);
    addHeadRow(d, time, end, verdict.findings);
    if (verdict.interim) {
        // RFC 9110 §15.2: any number of 1xx answers may come before the final one.
        s.head = std::make_unique<http::HeadParser>(http::HeadKind::Response);
        s.headStart = end;
        return;
    }
    if (verdict.upgraded) {
        m_upgraded = true;
        setOpened();
        m_earlyEnd = StreamOffset(client.position);
        m_agreement = verdict.agreement;
        for (const Direction each : {Direction::Out, Direction::In}) {
            inflatedOf(each).setSide(m_agreement.of(ws::senderOf(each, m_ourRole)));
            // Its frames came before it was known what they may be.
            if (auto &analyzer = stream(each).analyzer)
                analyzer->setAgreement(m_agreement);
        }
        s.phase = Phase::Frames;
        attachSink();
    } else {
        refuse(time);
    }
    s.head.reset();
    if (client.phase != Phase::Head)
        client.head.reset();
    if (m_sink == nullptr)
        return;
    m_sink->responseJudged(verdict.upgraded, verdict.valid, status);
    if (verdict.upgraded)
        m_sink->upgraded(verdict.subprotocol);
}

void Pipeline::recogniseReplay(const http::Head &response, std::vector<ws::Finding> &findings) const
{
    const bool wrong = std::any_of(findings.begin(), findings.end(), [](const ws::Finding &finding) {
        return finding.id == ws::FindingId::HsAcceptWrong;
    });
    if (m_keys == nullptr || !wrong)
        return;
    for (const http::Field *field : response.all("Sec-WebSocket-Accept")) {
        if (const auto other = m_keys->find(field->value, m_id)) {
            ws::Finding replay;
            replay.id = ws::FindingId::HsAcceptReplayed;
            replay.offset = StreamOffset(field->offset);
            replay.value = std::uint64_t(other->value()) + 1; // people count connections from 1
            findings.push_back(replay);
        }
    }
}

void Pipeline::startFramesAnyway(Direction client, Timestamp time)
{
    Stream &s = stream(client);
    if (s.phase == Phase::Head && s.position > s.headStart) {
        addPartialHeadRow(client, time);
        s.phase = Phase::Frames;
    } else if (s.phase == Phase::Raw && s.badHead && s.missing == 0) {
        s.phase = Phase::Frames;
    }
}

void Pipeline::refuse(Timestamp time)
{
    m_refused = true;
    for (const Direction d : {Direction::Out, Direction::In}) {
        const bool headRunning = stream(d).phase == Phase::Head && fromClient(d);
        if (!headRunning && stream(d).phase != Phase::Ended)
            toRaw(d, time);
    }
}

void Pipeline::toRaw(Direction d, Timestamp time)
{
    Stream &s = stream(d);
    if (s.restSize > 0)
        addRestRow(d, time, s.position);
    if (s.phase == Phase::Frames && s.analyzer) {
        // Without a frame that was cut, what the end means (a message unfinished) belongs to the row that tells of it.
        if (s.analyzer->finish())
            addFrameRow(d, time, s);
        else
            m_found.insert(m_found.end(), s.analyzer->findings().begin(), s.analyzer->findings().end());
    }
    inflatedOf(d).end();
    s.analyzer.reset();
    s.phase = Phase::Raw;
}

void Pipeline::startFrames(Direction d)
{
    Stream &s = stream(d);
    s.analyzer =
        std::make_unique<ws::StreamAnalyzer>(ws::senderOf(d, m_ourRole), m_agreement, StreamOffset(s.position));
    if (d == Direction::In)
        attachSink();
}

void Pipeline::feedFrames(Direction d, Timestamp time, ByteView &input)
{
    Stream &s = stream(d);
    if (s.rest > 0) [[unlikely]]
        return feedRest(d, time, input);
    if (!s.analyzer)
        startFrames(d);
    if (m_spool != nullptr && m_agreement.deflate) {
        s.analyzer->setInflateLimits(m_spool->limits());
        // Without rows nobody could ask for it.
        s.analyzer->setInflatedSink(m_rows.keepsRows() ? &inflatedOf(d) : nullptr);
    }
    std::size_t frames = 0;
    const bool plain = mayBePlain(d);
    while (!input.empty()) {
        if (plain) {
            frames += takePlain(d, time, input, maxFramesPerFeed - frames);
            if (frames == maxFramesPerFeed || input.empty())
                return;
        }
        const ws::StreamAnalyzer::Step step = s.analyzer->step(input);
        if (step == ws::StreamAnalyzer::Step::NeedMore) {
            checkViolation(d);
            return;
        }
        addFrameRow(d, time, s);
        checkViolation(d);
        if (d == Direction::In && m_sink != nullptr)
            tellPeer(s.analyzer->frame());
        if (step == ws::StreamAnalyzer::Step::Lost) {
            inflatedOf(d).end();
            s.phase = Phase::Raw;
            if (!input.empty())
                addRawRow(d, time, s.analyzer->parser().position().value(), input.size());
            input = {};
            return;
        }
        if (++frames == maxFramesPerFeed)
            return;
    }
}

/// Whether frames without findings of their own have none because of where they stand either.
bool Pipeline::mayBePlain(Direction d) const noexcept
{
    return m_earlyReported || !fromClient(d) || (m_upgraded && StreamOffset(stream(d).position) >= m_earlyEnd);
}

/// Rows of the plain frames at the front of `input`, as addFrameRow() would make them. The peer need not hear of them.
std::size_t Pipeline::takePlain(Direction d, Timestamp time, ByteView &input, std::size_t limit)
{
    std::array<ws::PlainFrame, 64> frames;
    std::size_t taken = 0;
    while (taken < limit) {
        const std::size_t most = std::min(limit - taken, frames.size());
        const std::size_t count = stream(d).analyzer->takePlain(input, std::span(frames).first(most));
        m_rows.appendPlain(std::span(frames).first(count), d, m_id, time);
        taken += count;
        if (count < most)
            break;
    }
    m_counters.frames[static_cast<std::size_t>(d)] += taken;
    return taken;
}

void Pipeline::checkViolation(Direction d)
{
    Stream &s = stream(d);
    if (d != Direction::In || s.violationReported || s.analyzer->failureCode() == 0)
        return;
    s.violationReported = true;
    if (m_sink != nullptr)
        m_sink->violation(s.analyzer->failureCode(), s.analyzer->failureFinding());
}

void Pipeline::tellPeer(const ws::AnalyzedFrame &frame)
{
    if (!m_upgraded || !frame.complete)
        return;
    switch (frame.header.opcode()) {
    case ws::Opcode::Ping:
        m_sink->pingReceived(frame.controlPayload);
        break;
    case ws::Opcode::Pong:
        m_sink->pongReceived(frame.controlPayload);
        break;
    case ws::Opcode::Close:
        m_sink->closeReceived(ws::closeCodeOf(frame.controlPayload),
                              frame.controlPayload.size() > 2 ? frame.controlPayload.subspan(2) : ByteView());
        break;
    default:
        break;
    }
    m_sink->frameDone();
}

void Pipeline::skip(Direction direction, Timestamp time, std::uint64_t missing)
{
    Stream &s = stream(direction);
    if (missing == 0)
        return;
    if (s.phase == Phase::Head && s.position > s.headStart)
        addPartialHeadRow(direction, time);
    if (s.phase != Phase::Ended)
        toRaw(direction, time);
    s.position += missing;
    s.missing += missing;
}

void Pipeline::endStream(Direction direction, Timestamp time)
{
    Stream &s = stream(direction);
    if (s.phase == Phase::Head && s.position > s.headStart) {
        addPartialHeadRow(direction, time);
    } else if (s.phase == Phase::Frames) {
        toRaw(direction, time);
    }
    s.phase = Phase::Ended;
    s.analyzer.reset();
    if (stream(opposite(direction)).phase == Phase::Ended)
        release();
}

void Pipeline::release()
{
    for (Stream &s : m_streams)
        s.head.reset();
    m_pings = {};
    // A finding about the end waits for the row of the end.
    m_found.shrink_to_fit();
}

void Pipeline::event(EventKind kind, Direction direction, Timestamp time, FileOffset packet, const QJsonObject &details)
{
    const bool ends = kind == EventKind::Finished || kind == EventKind::Reset || kind == EventKind::Closed;
    m_found.clear();
    if (kind == EventKind::Finished) {
        endStream(direction, time);
    } else if (ends) {
        endStream(Direction::Out, time);
        endStream(Direction::In, time);
    }
    if (ends)
        noteEnd();
    const StreamOffset end(stream(direction).position);
    if (kind == EventKind::Reset) {
        report(ws::FindingId::TcpReset, end);
        m_endReported = true;
    } else if (ends && m_upgraded && !m_endReported && !m_streams[0].closeCode && !m_streams[1].closeCode) {
        // RFC 6455 §7.1.5: without a close frame the close code is 1006.
        report(ws::FindingId::TcpEndWithoutClose, end);
        m_endReported = true;
    }
    const std::vector<ws::Finding> told = toldFindings(details, end);
    m_found.insert(m_found.end(), told.begin(), told.end());
    RowRecord row;
    row.time = time;
    row.setKind(RowKind::Event, direction);
    row.first = static_cast<std::uint8_t>(kind);
    row.setOffset(StreamOffset(packet.value()));
    add(row);
}

void Pipeline::setOpened()
{
    m_ending.opened = true;
    ++m_ending.steps;
}

/// The next row tells of an end.
void Pipeline::noteEnd()
{
    if (m_ending.end || !m_rows.keepsRows())
        return;
    m_ending.end = RowIndex(m_rows.nextRow());
    m_ending.withoutClose = m_upgraded && !m_streams[0].closeCode && !m_streams[1].closeCode;
    ++m_ending.steps;
}

void Pipeline::findInHead(const Stream &s, const std::vector<ws::Finding> &judged)
{
    m_found = s.head->findings();
    m_found.insert(m_found.end(), judged.begin(), judged.end());
    for (ws::Finding &finding : m_found)
        finding.offset = StreamOffset(finding.offset.value() + s.headStart);
}

void Pipeline::addHeadRow(Direction d, Timestamp time, std::uint64_t end, const std::vector<ws::Finding> &judged)
{
    findInHead(stream(d), judged);
    RowRecord row;
    addHeadRow(d, row, time, end);
}

void Pipeline::addPartialHeadRow(Direction d, Timestamp time)
{
    Stream &s = stream(d);
    if (!m_leaving)
        s.head->finish();
    findInHead(s);
    RowRecord row;
    row.setIncomplete();
    addHeadRow(d, row, time, s.position);
}

void Pipeline::addHeadRow(Direction d, RowRecord &row, Timestamp time, std::uint64_t end)
{
    const std::uint64_t start = stream(d).headStart;
    row.time = time;
    row.setKind(fromClient(d) ? RowKind::HandshakeRequest : RowKind::HandshakeResponse, d);
    row.setOffset(StreamOffset(start));
    row.setLength(end - start);
    stream(d).headEnd = end;
    add(row);
}

void Pipeline::addRawRow(Direction d, Timestamp time, std::uint64_t offset, std::uint64_t size)
{
    Stream &s = stream(d);
    if (s.missing > 0) {
        report(ws::FindingId::TcpSequence, StreamOffset(offset), s.missing);
        s.missing = 0;
    }
    RowRecord row;
    row.time = time;
    row.setKind(RowKind::Raw, d);
    row.setOffset(StreamOffset(offset));
    row.setLength(size);
    add(row);
}

void Pipeline::addFrameRow(Direction d, Timestamp time, const Stream &s)
{
    const ws::AnalyzedFrame &frame = s.analyzer->frame();
    RowRecord row;
    row.time = time;
    row.first = frame.header.first;
    row.second = frame.header.second;
    row.setKind(RowKind::Frame, d);
    row.setConnection(m_id);
    row.setOffset(frame.offset);
    row.setLength(frame.header.declared);
    if (!frame.complete)
        row.setIncomplete();
    if (frame.inMessage) {
        if (frame.beginsMessage)
            stream(d).messageRow = m_rows.nextRow();
        row.message = static_cast<std::uint32_t>(stream(d).messageRow);
        if (frame.endsMessage)
            row.setEndsMessage();
    }
    if (frame.inMessage && m_agreement.deflate)
        recordInflated(d, s);
    ++m_counters.frames[static_cast<std::size_t>(d)];
    const bool early = !m_earlyReported && fromClient(d) && (!m_upgraded || frame.offset < m_earlyEnd);
    const bool control = ws::isControl(frame.header.opcode()) && frame.complete;
    if (!early && !control && s.analyzer->findings().empty()) {
        m_rows.append(row);
        return;
    }
    m_found.assign(s.analyzer->findings().begin(), s.analyzer->findings().end());
    for (ws::Finding &finding : m_found) {
        if (finding.id == ws::FindingId::DeflateUnknown)
            finding.value = inflatedOf(d).lostSince().value();
    }
    if (m_leaving)
        forgetEnd();
    if (early) {
        // RFC 6455 §4.1: the client sends no data before the server's handshake is checked.
        report(ws::FindingId::HsDataBefore101, frame.offset);
        m_earlyReported = true;
    }
    if (control)
        judgeControl(d, frame);
    add(row);
}

void Pipeline::recordInflated(Direction d, const Stream &s)
{
    if (!m_rows.keepsRows())
        return;
    InflatedRecorder &recorder = inflatedOf(d);
    recorder.frame(RowIndex(m_rows.nextRow()), s.analyzer->frame(), s.analyzer->inflater());
    m_counters.compressed[static_cast<std::size_t>(d)] = recorder.compressedOctets();
    m_counters.inflated[static_cast<std::size_t>(d)] = recorder.inflatedOctets();
}

void Pipeline::add(RowRecord &row)
{
    row.setConnection(m_id);
    for (const ws::Finding &finding : m_found) {
        if (ws::info(finding.id).severity == ws::Severity::Error)
            ++m_counters.errors;
    }
    m_rows.append(row, m_found);
    m_found.clear();
}

void Pipeline::report(ws::FindingId id, StreamOffset offset, std::uint64_t value)
{
    ws::Finding finding;
    finding.id = id;
    finding.offset = offset;
    finding.value = value;
    m_found.push_back(finding);
}

void Pipeline::judgeControl(Direction d, const ws::AnalyzedFrame &frame)
{
    switch (frame.header.opcode()) {
    case ws::Opcode::Ping:
        if (d == Direction::Out) {
            if (m_pings.size() == maxPings) {
                m_pings.erase(m_pings.begin());
                m_pingsForgotten = true;
            }
            Ping &ping = m_pings.emplace_back();
            ping.size = std::min(frame.controlPayload.size(), ping.payload.size());
            std::copy_n(frame.controlPayload.begin(), ping.size, ping.payload.begin());
        }
        break;
    case ws::Opcode::Pong:
        if (d == Direction::In)
            judgePong(frame);
        break;
    case ws::Opcode::Close:
        judgeClose(d, frame);
        break;
    default:
        break;
    }
}

// RFC 6455 §5.5.3: a pong carries the data of the ping it answers, and may answer the last of several.
void Pipeline::judgePong(const ws::AnalyzedFrame &frame)
{
    const auto answered = std::find_if(m_pings.rbegin(), m_pings.rend(), [&](const Ping &ping) {
        return std::equal(ping.payload.begin(), ping.payload.begin() + static_cast<std::ptrdiff_t>(ping.size),
                          frame.controlPayload.begin(), frame.controlPayload.end());
    });
    if (answered != m_pings.rend()) {
        m_pings.erase(m_pings.begin(), answered.base());
        m_pingsForgotten = false;
    } else if (!m_pingsForgotten) {
        report(m_pings.empty() ? ws::FindingId::PongUnsolicited : ws::FindingId::PongMismatch, frame.offset);
    }
}

void Pipeline::judgeClose(Direction d, const ws::AnalyzedFrame &frame)
{
    Stream &s = stream(d);
    if (s.closeCode)
        return;
    s.closeCode = ws::closeCodeOf(frame.controlPayload);
    if (m_rows.keepsRows()) {
        m_ending.closeFrames[static_cast<std::size_t>(d)] = RowIndex(m_rows.nextRow());
        ++m_ending.steps;
    }
    // RFC 6455 §5.5.1: an endpoint typically echoes the status code it received.
    const std::optional<std::uint16_t> other = stream(opposite(d)).closeCode;
    if (other && *other != *s.closeCode)
        report(ws::FindingId::CloseEchoDiffers, frame.offset, *other);
}

} // namespace framescope::capture
