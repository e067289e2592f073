#include "ui/models/framelistmodel.h"

#include "core/base/elapsed.h"
#include "core/capture/rownotes.h"
#include "core/decode/channel.h"
#include "core/filter/rowscan.h"
#include "core/io/rowtext.h"
#include "core/ws/findings.h"
#include "ui/explain/explanation.h"
#include "ui/models/timetext.h"
#include "ui/support/coretext.h"
#include "ui/support/secrets.h"
#include "ui/support/visibleline.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace framescope::ui
{

namespace
{
constexpr int cachedRows = 512;                  // a tall window shows about 60
constexpr int previewWidth = 300;                // characters; wider than any window's column
constexpr std::uint64_t rowsAtOnce = 100'000;    // tested here, in a fraction of a millisecond
constexpr std::uint64_t testsAtOnce = 5'000'000; // a list of values is many; some milliseconds

QString hex(const ws::MaskKey &key)
{
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(key.data()), qsizetype(key.size())).toHex());
}

bool isNumber(int column)
{
    switch (column) {
    case FrameListModel::Number:
    case FrameListModel::Time:
    case FrameListModel::Delta:
    case FrameListModel::Fin:
    case FrameListModel::Rsv:
    case FrameListModel::Payload:
    case FrameListModel::Wire:
    case FrameListModel::Message:
    case FrameListModel::Connection:
        return true;
    default:
        return false;
    }
}

Qt::Alignment alignmentOf(int column)
{
    const Qt::Alignment across = column == FrameListModel::Dir ? Qt::AlignHCenter
                                 : isNumber(column)            ? Qt::AlignRight
                                                               : Qt::AlignLeft;
    return across | Qt::AlignVCenter;
}
} // namespace

FrameListModel::FrameListModel(QObject *parent) : QAbstractTableModel(parent), m_cache(cachedRows)
{
    connect(&m_colors, &RowColors::changed, this, [this] {
        if (m_rows > 0)
            Q_EMIT dataChanged(index(0, 0), index(m_rows - 1, ColumnCount - 1), {RuleColorRole});
    });
}

FrameListModel::~FrameListModel() = default;

void FrameListModel::setCapture(const capture::Capture *capture)
{
    beginResetModel();
    m_job.reset(); // it reads from the capture that was shown
    m_scanning = false;
    m_capture = capture;
    m_colors.setCapture(capture);
    m_notesSeen = 0;
    m_reader = capture != nullptr ? std::make_unique<capture::CaptureReader>(*capture) : nullptr;
    m_connection.reset();
    m_shown.clear();
    m_undecided = 0;
    m_jobUndecided = 0;
    m_failure.clear();
    m_cache.clear();
    m_rows = 0;
    m_frozen = false;
    m_catchUpTo = 0;
    endResetModel();
    countConnections();
    poll();
}

void FrameListModel::countConnections()
{
    const bool several = m_capture != nullptr && !m_connection && m_capture->connectionCount() > 1;
    if (std::exchange(m_several, several) != several)
        Q_EMIT severalChanged(several);
}

void FrameListModel::setConnection(std::optional<ConnectionId> id)
{
    if (id == m_connection)
        return;
    m_connection = id;
    limitAnew();
    countConnections();
}

void FrameListModel::setFilter(const std::optional<filter::RowTest> &test)
{
    if (!test && !m_filter)
        return;
    m_filter = test;
    limitAnew();
}

void FrameListModel::limitAnew()
{
    beginResetModel();
    if (m_job)
        m_job->cancel();
    m_scanning = false;
    m_shown.clear();
    m_undecided = 0;
    m_jobUndecided = 0;
    m_failure.clear();
    m_rows = 0;
    endResetModel();
    // A frozen view keeps the end it had only for new rows: another selection of rows is wanted as it is found.
    m_catchUpTo = totalRows();
    poll();
}

FrameListModel::FilterState FrameListModel::filterState() const
{
    const std::uint64_t total = totalRows();
    if (!isLimited())
        return {total, total, total, 0, {}};
    return {m_shown.size(), total, m_shown.count(), m_undecided + m_jobUndecided, m_failure};
}

void FrameListModel::setColorRules(std::vector<RowColors::Rule> rules) { m_colors.setRules(std::move(rules)); }

void FrameListModel::pollNotes()
{
    const std::uint64_t revision = m_capture->notes().revision();
    if (revision == m_notesSeen)
        return;
    m_notesSeen = revision;
    showAnew(m_filter && m_filter->readsNotes());
}

void FrameListModel::readAnew()
{
    m_cache.clear();
    showAnew(m_filter && m_filter->readsPayload());
}

void FrameListModel::showAnew(bool asked)
{
    m_colors.forget();
    if (asked) {
        Q_EMIT choosingAnew();
        limitAnew();
    } else if (m_rows > 0) {
        Q_EMIT dataChanged(index(0, 0), index(m_rows - 1, ColumnCount - 1));
    }
}

void FrameListModel::poll()
{
    if (m_capture == nullptr)
        return;
    pollNotes();
    countConnections();
    if (isLimited())
        scan();
    const bool catchesUp = m_catchUpTo > 0;
    if (catchesUp && (!isLimited() || m_shown.size() >= m_catchUpTo))
        m_catchUpTo = 0;
    if (m_frozen && !catchesUp)
        return;
    const int rows = static_cast<int>(
        std::min<std::uint64_t>(available(), static_cast<std::uint64_t>(std::numeric_limits<int>::max())));
    if (rows <= m_rows)
        return;
    beginInsertRows({}, m_rows, rows - 1);
    m_rows = rows;
    endInsertRows();
}

filter::RowTest FrameListModel::test() const
{
    if (!m_connection)
        return *m_filter;
    const filter::RowTest one = filter::RowTest::field(filter::RowField::Connection, m_connection->value());
    return m_filter ? one && *m_filter : one;
}

std::optional<filter::RowTest> FrameListModel::limit() const
{
    return isLimited() ? std::optional(test()) : std::nullopt;
}

void FrameListModel::scan()
{
    if (m_scanning) {
        const filter::FilterJob::Progress progress = m_job->collect(m_shown);
        m_scanning = progress.running();
        m_jobUndecided = progress.undecided;
        m_failure = progress.failure;
    }
    const std::uint64_t rows = m_capture->rowCount();
    if (m_scanning || m_shown.size() >= rows || !m_failure.isEmpty())
        return;
    const filter::RowTest wanted = test();
    const std::uint64_t left = rows - m_shown.size();
    if (left > rowsAtOnce || left * wanted.tests() > testsAtOnce || wanted.readsPayload()) {
        if (!m_job)
            m_job = std::make_unique<filter::FilterJob>(*m_capture);
        m_undecided += std::exchange(m_jobUndecided, 0);
        m_job->start(wanted, RowIndex(m_shown.size()), RowIndex(rows));
        m_scanning = true;
        return;
    }
    filter::RowScan scan(*m_capture, wanted);
    std::array<std::uint64_t, filter::RowScan::blockWords> words{};
    while (m_shown.size() < rows) {
        const auto count =
            static_cast<std::size_t>(std::min<std::uint64_t>(rows - m_shown.size(), filter::RowScan::blockRows));
        if (!scan.run(RowIndex(m_shown.size()), count, words.data()))
            return; // only payloads can be unreadable, and none is asked for
        m_shown.append(words.data(), count);
    }
}

void FrameListModel::setFrozen(bool frozen)
{
    m_frozen = frozen;
    poll();
}

void FrameListModel::setDecoders(const DecoderChoices &choices)
{
    if (choices == m_decoders)
        return;
    m_decoders = choices;
    m_cache.clear();
    if (m_rows > 0)
        Q_EMIT dataChanged(index(0, Preview), index(m_rows - 1, Preview));
}

void FrameListModel::setTimeDisplay(TimeDisplay display)
{
    if (m_timeDisplay == display)
        return;
    m_timeDisplay = display;
    if (m_rows > 0)
        Q_EMIT dataChanged(index(0, Time), index(m_rows - 1, Time));
    Q_EMIT headerDataChanged(Qt::Horizontal, Time, Time);
}

void FrameListModel::setReveal(bool reveal)
{
    if (m_reveal == reveal)
        return;
    m_reveal = reveal;
    m_cache.clear();
    if (m_rows > 0)
        Q_EMIT dataChanged(index(0, Preview), index(m_rows - 1, Preview));
}

std::uint64_t FrameListModel::available() const
{
    if (m_capture == nullptr)
        return 0;
    return isLimited() ? m_shown.count() : m_capture->rowCount();
}

std::uint64_t FrameListModel::pendingRows() const { return available() - static_cast<std::uint64_t>(m_rows); }

std::uint64_t FrameListModel::totalRows() const { return m_capture != nullptr ? m_capture->rowCount() : 0; }

RowIndex FrameListModel::rowIndexAt(int modelRow) const
{
    const auto k = static_cast<std::uint64_t>(modelRow);
    return isLimited() ? m_shown.select(k) : RowIndex(k);
}

int FrameListModel::modelRow(RowIndex row) const
{
    if (isLimited() && !m_shown.contains(row))
        return -1;
    const std::uint64_t k = isLimited() ? m_shown.rank(row) : row.value();
    return k < static_cast<std::uint64_t>(m_rows) ? static_cast<int>(k) : -1;
}

int FrameListModel::modelRowNear(RowIndex row) const
{
    if (m_rows == 0)
        return -1;
    const std::uint64_t after = isLimited() ? m_shown.rank(std::min(row, RowIndex(m_shown.size()))) : row.value();
    const int at = static_cast<int>(std::min<std::uint64_t>(after, static_cast<std::uint64_t>(m_rows - 1)));
    if (at == 0 || rowIndexAt(at) <= row)
        return at;
    const std::uint64_t ahead = rowIndexAt(at).value() - row.value();
    return ahead <= row.value() - rowIndexAt(at - 1).value() ? at : at - 1;
}

bool FrameListModel::showsAny(RowIndex first, RowIndex last) const
{
    if (!isLimited())
        return true;
    const RowIndex tested(m_shown.size());
    return m_shown.rank(std::min(last + 1, tested)) > m_shown.rank(std::min(first, tested));
}

int FrameListModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : m_rows; }

int FrameListModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

const FrameListModel::FetchedText &FrameListModel::fetched(RowIndex row) const
{
    if (const FetchedText *known = m_cache.object(row.value()))
        return *known;
    auto text = std::make_unique<FetchedText>();
    const capture::RowRecord &record = m_capture->row(row);
    if (record.severity() == ws::Severity::Error) {
        QStringList wrong;
        for (const ws::Finding &finding : m_capture->findings(row)) {
            if (ws::info(finding.id).severity == ws::Severity::Error)
                wrong.append(coreText(io::findingText(finding)));
        }
        text->preview = wrong.join(QStringLiteral(" · "));
    } else {
        std::optional<io::PreviewDecoding> decoding;
        if (record.isFrame()) // then the handshake is known
            decoding.emplace(io::PreviewDecoding{decode::Channels::in(*m_capture).of(record.connection(), *m_reader),
                                                 m_decoders.of(*m_capture, record.connection())});
        text->preview =
            io::preview(*m_capture, *m_reader, row, previewWidth, coreText, decoding ? &*decoding : nullptr);
        const bool head =
            record.kind() == capture::RowKind::HandshakeRequest || record.kind() == capture::RowKind::HandshakeResponse;
        if (head && !m_reveal)
            text->preview = QString::fromUtf8(dotSecrets(text->preview.toUtf8()));
    }
    if (record.isFrame() && record.masked() && row.value() >= m_capture->firstKeptRow()) {
        if (const Result<ws::FrameHeader> header = m_reader->storedHeader(row))
            text->maskKey = hex(header->key);
    }
    if (record.kind() == capture::RowKind::Event) {
        const capture::Event event = m_reader->event(row);
        switch (event.kind) {
        case capture::EventKind::Connected:
        case capture::EventKind::Finished:
        case capture::EventKind::Reset:
        case capture::EventKind::Attempt:
            text->word = QStringLiteral("TCP");
            break;
        case capture::EventKind::Secured:
            text->word = QStringLiteral("TLS");
            break;
        case capture::EventKind::Resolved:
            text->word = QStringLiteral("DNS");
            break;
        case capture::EventKind::Proxied:
            text->word = tr("Proxy");
            break;
        case capture::EventKind::Failed:
            text->word = wordOf(m_capture->findings(row), event.details.value(u"stage"_qs).toString());
            break;
        default:
            text->word = tr("Event");
        }
    }
    FetchedText *const kept = text.release();
    m_cache.insert(row.value(), kept); // cost 1 never exceeds the cache, so the object is kept
    return *kept;
}

QString FrameListModel::wordOf(const std::vector<ws::Finding> &failure, const QString &stage)
{
    for (const ws::Finding &finding : failure) {
        switch (finding.id) {
        case ws::FindingId::DnsFailed:
            return QStringLiteral("DNS");
        case ws::FindingId::TimeoutConnect:
            return QStringLiteral("TCP");
        case ws::FindingId::TimeoutTls:
            return QStringLiteral("TLS");
        case ws::FindingId::TimeoutProxy:
            return tr("Proxy");
        default:
            break;
        }
        switch (ws::info(finding.id).group) {
        case ws::Group::Handshake:
            return QStringLiteral("HTTP");
        case ws::Group::Tcp:
            return QStringLiteral("TCP");
        case ws::Group::Tls:
            return QStringLiteral("TLS");
        case ws::Group::Proxy:
            return tr("Proxy");
        default:
            break;
        }
    }
    return stage == u"proxy"       ? tr("Proxy")
           : stage == u"connect"   ? QStringLiteral("TCP")
           : stage == u"tls"       ? QStringLiteral("TLS")
           : stage == u"handshake" ? QStringLiteral("HTTP")
                                   : tr("Event");
}

QString FrameListModel::opcodeText(RowIndex row) const
{
    const capture::RowRecord &record = m_capture->row(row);
    switch (record.kind()) {
    case capture::RowKind::HandshakeRequest:
    case capture::RowKind::HandshakeResponse:
        return QStringLiteral("HTTP");
    case capture::RowKind::Event:
        return fetched(row).word;
    case capture::RowKind::Raw:
        return tr("Raw");
    case capture::RowKind::Frame:
        break;
    }
    switch (record.opcode()) {
    case ws::Opcode::Continuation:
        return tr("Cont");
    case ws::Opcode::Text:
        return tr("Text");
    case ws::Opcode::Binary:
        return tr("Binary");
    case ws::Opcode::Close:
        return tr("Close");
    case ws::Opcode::Ping:
        return tr("Ping");
    case ws::Opcode::Pong:
        return tr("Pong");
    }
    return QStringLiteral("0x%1").arg(QString::number(int(record.opcode()), 16).toUpper());
}

QString FrameListModel::displayText(const QModelIndex &index) const
{
    const RowIndex row = rowIndexAt(index.row());
    const capture::RowRecord &record = m_capture->row(row);
    switch (index.column()) {
    case Number:
        return QString::number(row.value() + 1);
    case Connection:
        return QString::number(record.connection().value() + 1);
    case Time:
        if (m_timeDisplay != TimeDisplay::Seconds)
            return clockText(record.time.value(), m_timeDisplay == TimeDisplay::Utc);
        return secondsText(record.time.value() - m_capture->row(RowIndex(0)).time.value());
    case Delta:
        if (index.row() == 0)
            return QStringLiteral("—");
        return differenceText(record.time.value() - m_capture->row(rowIndexAt(index.row() - 1)).time.value());
    case Dir:
        if (!capture::hasDirection(record))
            return QString();
        return record.direction() == Direction::Out ? QStringLiteral("↑") : QStringLiteral("↓");
    case Opcode:
        return opcodeText(row);
    case Preview: {
        const QString comment = m_capture->notes().at(row).comment;
        return comment.isEmpty() ? fetched(row).preview
                                 : QStringLiteral("✎ ") + visibleLine(comment, previewWidth) + QStringLiteral(" · ") +
                                       fetched(row).preview;
    }
    case Wire:
        return record.kind() == capture::RowKind::Event ? QString() : QString::number(record.wireSize());
    default:
        break;
    }
    if (!record.isFrame())
        return {};
    switch (index.column()) {
    case Fin:
        return record.fin() ? QStringLiteral("1") : QStringLiteral("0");
    case Rsv: {
        QString bits = QStringLiteral("···");
        for (int i = 0; i < 3; ++i) {
            if ((record.rsv() & (4 >> i)) != 0)
                bits[i] = QLatin1Char('1');
        }
        return bits;
    }
    case MaskKey:
        return record.masked() ? QStringLiteral("● ") + fetched(row).maskKey : QString();
    case Payload:
        return QString::number(record.length());
    case Message:
        // The record keeps the low 32 bits; a message begins at or before its frame.
        if (record.message == capture::RowRecord::noMessage)
            return {};
        return QString::number(row.value() - (static_cast<std::uint32_t>(row.value()) - record.message) + 1);
    default:
        return {};
    }
}

QVariant FrameListModel::data(const QModelIndex &index, int role) const
{
    if (m_capture == nullptr || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return displayText(index);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(alignmentOf(index.column()));
    case Qt::AccessibleTextRole:
        return accessibleText(rowIndexAt(index.row()));
    case Qt::ToolTipRole: {
        const QString tip = toolTip(rowIndexAt(index.row()), index.column());
        return tip.isEmpty() ? QVariant() : tip;
    }
    case explainRole:
        return topics(rowIndexAt(index.row()));
    default:
        break;
    }
    if (role < RowIndexRole || role > RuleColorRole)
        return {};
    const RowIndex row = rowIndexAt(index.row());
    const capture::RowRecord &record = m_capture->row(row);
    switch (role) {
    case RowIndexRole:
        return qulonglong(row.value());
    case KindRole:
        return int(record.kind());
    case OpcodeRole:
        return record.isFrame() ? QVariant(int(record.opcode())) : QVariant();
    case SeverityRole:
        return int(record.severity());
    case MarkedRole:
        return m_capture->notes().at(row).marked;
    case CommentRole:
        return m_capture->notes().at(row).comment;
    case RuleColorRole: {
        const std::optional<int> color = m_colors.colorOf(row);
        return color ? QVariant(*color) : QVariant();
    }
    default:
        return int(record.direction());
    }
}

QVariant FrameListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(alignmentOf(section));
    if (role == Qt::DisplayRole) {
        const QString names[ColumnCount] = {tr("#"),       tr("Time"),    tr("Δ"),        tr("Dir"),     tr("Opcode"),
                                            tr("FIN"),     tr("RSV"),     tr("Mask key"), tr("Payload"), tr("Wire"),
                                            tr("Message"), tr("Preview"), tr("Conn")};
        return names[section];
    }
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) {
        const QString words[ColumnCount] = {
            tr("Number of the row in the capture"),
            m_timeDisplay == TimeDisplay::Seconds ? tr("Seconds since the first row of the capture")
            : m_timeDisplay == TimeDisplay::Local ? tr("Time of day")
                                                  : tr("Time of day, UTC"),
            tr("Time since the row above"),
            tr("Direction: ↑ sent, ↓ received"),
            tr("Opcode"),
            tr("FIN bit: 1 in the last frame of a message"),
            tr("RSV1, RSV2 and RSV3 bits"),
            tr("Masking key"),
            tr("Payload length in bytes"),
            tr("Length on the wire in bytes, header included"),
            tr("Row number of the first frame of the message"),
            tr("Preview of the payload, or what is wrong with the row"),
            tr("Number of the connection, as in the list at the left"),
        };
        return words[section];
    }
    return {};
}

} // namespace framescope::ui
