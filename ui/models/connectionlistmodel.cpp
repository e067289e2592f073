#include "ui/models/connectionlistmodel.h"

#include "core/io/rowtext.h"
#include "ui/models/failuretext.h"
#include "ui/models/timetext.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"
#include "ui/support/secrets.h"

#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

namespace framescope::ui
{

namespace
{
QString nameOf(const QString &url)
{
    const QUrl parsed(url);
    if (parsed.host().isEmpty())
        return url.isEmpty() ? ConnectionListModel::tr("unknown") : io::visibleText(maskedUrl(url));
    const bool v6 = parsed.host().contains(QLatin1Char(':'));
    QString name = v6 ? QStringLiteral("[%1]").arg(parsed.host()) : parsed.host();
    if (parsed.port() != -1)
        name += QStringLiteral(":%1").arg(parsed.port());
    if (parsed.path() != QStringLiteral("/"))
        name += parsed.path();
    return io::visibleText(name); // a server may have chosen where it redirects to
}

QString framesText(std::uint64_t frames)
{
    return frames == 1 ? ConnectionListModel::tr("1 frame")
                       : ConnectionListModel::tr("%1 frames").arg(numberText(frames));
}
} // namespace

QString maskedUrl(const QString &url)
{
    QUrl parsed(url);
    if (!parsed.isValid())
        return url;
    const bool hasUser = !parsed.userInfo().isEmpty();
    if (hasUser)
        parsed.setUserInfo(QStringLiteral("***"));
    QUrlQuery query(parsed);
    auto items = query.queryItems(QUrl::FullyEncoded);
    bool masked = false;
    for (auto &[name, value] : items) {
        if (!value.isEmpty() && isSecretParameter(name.toUtf8())) {
            value = QStringLiteral("***");
            masked = true;
        }
    }
    if (masked) {
        query.setQueryItems(items);
        parsed.setQuery(query);
    }
    return masked || hasUser ? parsed.toString(QUrl::FullyEncoded) : url;
}

ConnectionListModel::ConnectionListModel(const Clock &clock, QObject *parent)
    : QAbstractListModel(parent), m_clock(clock)
{
}

void ConnectionListModel::setSources(const capture::Capture *capture, StatusSource status)
{
    beginResetModel();
    m_capture = capture;
    m_status = std::move(status);
    m_reader.reset();
    m_lines.clear();
    m_watched.clear();
    m_nextWatched = 0;
    m_polledRows = 0;
    m_hasAllRow = false;
    m_numbered = false;
    m_allDetail.clear();
    endResetModel();
    poll();
}

ConnectionListModel::Line &ConnectionListModel::named(ConnectionId id) const
{
    Line &line = m_lines[id.value()];
    if (!line.named) {
        const QString url = m_capture->facts(id).url;
        line.name = nameOf(url);
        line.url = maskedUrl(url);
        line.named = true;
    }
    return line;
}

ConnectionListModel::Line &ConnectionListModel::looked(ConnectionId id) const
{
    Line &line = named(id);
    if (!line.looked) {
        line = refreshed(id, line);
        line.looked = true;
        m_watched.push_back(id.value());
    }
    return line;
}

ConnectionListModel::Line ConnectionListModel::refreshed(ConnectionId id, const Line &old) const
{
    Line line = old;
    if (!m_status) {
        refreshRecorded(id, line);
        return line;
    }
    const capture::ConnectionTotals totals = m_capture->totals(id);
    const QString separator = QStringLiteral(" · ");
    const net::Status status = m_status(id);
    line.state = status.state;
    switch (status.state) {
    case net::State::Connecting:
        line.detail = tr("connecting…");
        break;
    case net::State::Securing:
        line.detail = tr("securing (TLS)…");
        break;
    case net::State::Upgrading:
        line.detail = tr("upgrading…");
        break;
    case net::State::Open:
        line.detail =
            (status.peerDone ? tr("peer done sending")
                             : tr("open %1").arg(durationText(m_clock.now().value() - status.opened.value()))) +
            separator + QStringLiteral("↓ ") + numberText(totals.framesIn) + separator + QStringLiteral("↑ ") +
            numberText(totals.framesOut);
        break;
    case net::State::Closing:
        line.detail = tr("closing");
        if (status.closeCode != 0)
            line.detail += separator + closeCodeText(status.closeCode);
        break;
    case net::State::Closed:
        refreshEnd(id, &status, line);
        line.detail = warned(*line.end) + separator + framesText(totals.framesIn + totals.framesOut);
        break;
    case net::State::Failed:
        line.detail = tr("failed");
        line.end.reset();
        line.reason = coreText(status.reason);
        // Its rows may be published after the state; a connection that waits for another attempt stays here for long.
        if (old.state != net::State::Failed || old.attempt != status.retryAttempt) {
            line.failure.clear();
            line.asked = 0;
        }
        line.attempt = status.retryAttempt;
        if (constexpr int often = 3; line.failure.isEmpty() && line.asked++ < often)
            line.failure = shortFailure(failureOf(*m_capture, id));
        if (!line.failure.isEmpty())
            line.detail += separator + line.failure;
        else if (!line.reason.isEmpty())
            line.detail += separator + line.reason;
        break;
    }
    if (status.retryAt) {
        const std::int64_t wait = std::max<std::int64_t>(0, status.retryAt->value() - m_clock.now().value());
        line.detail = tr("again in %1 s").arg((wait + 999'999'999) / 1'000'000'000) + separator + line.detail;
    }
    const bool over = (status.state == net::State::Closed || status.state == net::State::Failed) && !status.retryAt;
    // The last rows may be published after the state: asked once more, then never again.
    line.done = over && line.detail == old.detail && line.state == old.state;
    return line;
}

void ConnectionListModel::refreshRecorded(ConnectionId id, Line &line) const
{
    const QString separator = QStringLiteral(" · ");
    const QString before = line.detail;
    const bool whole = m_capture->loadProgress() >= 1 && !m_capture->recordedElsewhere();
    const capture::ConnectionTotals totals = m_capture->totals(id);
    refreshEnd(id, nullptr, line);
    if (line.end)
        line.detail = warned(*line.end);
    else
        line.detail = m_capture->recordedElsewhere() ? tr("being recorded") : tr("recorded");
    if (whole && !line.end)
        line.detail += separator + (m_capture->ending(id).opened ? tr("not closed in this file") : tr("never open"));
    line.detail += separator + framesText(totals.framesIn + totals.framesOut);
    line.done = whole && line.detail == before; // until rows come, see watchAgain()
}

/// Looks at the rows of the end where they tell something new.
void ConnectionListModel::refreshEnd(ConnectionId id, const net::Status *status, Line &line) const
{
    const unsigned steps = m_capture->ending(id).steps;
    if (steps != line.endSteps) {
        line.endSteps = steps;
        if (!m_reader)
            m_reader.emplace(*m_capture);
        line.end = connectionEnd(*m_capture, *m_reader, id,
                                 status != nullptr ? EndSides::UsAndPeer : EndSides::ClientAndServer);
    }
    if (status == nullptr)
        return;
    if (!line.end)
        line.end = connectionEnd(*status); // its rows were not stored
    if (!status->reason.isEmpty())
        line.end->sentence = coreText(status->reason);
}

QString ConnectionListModel::allDetail() const
{
    const std::uint64_t rows = m_capture->rowCount();
    return tr("%1 connections").arg(m_lines.size()) + QStringLiteral(" · ") +
           (rows == 1 ? tr("1 row") : tr("%1 rows").arg(numberText(rows)));
}

void ConnectionListModel::poll()
{
    if (m_capture == nullptr)
        return;
    watchAgain();
    pollWatched();
    takeNew();
    const QString all = m_hasAllRow ? allDetail() : QString();
    if (all != m_allDetail) {
        m_allDetail = all;
        Q_EMIT dataChanged(index(0), index(0));
    }
}

/// Nothing recorded changes while no rows come.
void ConnectionListModel::watchAgain()
{
    const std::uint64_t rows = m_capture->rowCount();
    if (std::exchange(m_polledRows, rows) == rows || m_status)
        return;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (std::exchange(m_lines[i].done, false))
            m_watched.push_back(static_cast<std::uint32_t>(i));
    }
}

void ConnectionListModel::pollWatched()
{
    const std::size_t count = std::min(m_watched.size(), mostPolled);
    if (count == m_watched.size())
        m_nextWatched = 0;
    for (std::size_t n = 0; n < count; ++n) {
        if (m_nextWatched >= m_watched.size())
            m_nextWatched = 0;
        const std::uint32_t id = m_watched[m_nextWatched];
        const Line line = refreshed(ConnectionId(id), m_lines[id]);
        const bool same = line.detail == m_lines[id].detail && line.state == m_lines[id].state;
        m_lines[id] = line;
        if (line.done) {
            m_watched[m_nextWatched] = m_watched.back();
            m_watched.pop_back();
        } else {
            ++m_nextWatched;
        }
        if (!same) {
            const QModelIndex changed = index(int(id) + offset());
            Q_EMIT dataChanged(changed, changed);
        }
    }
}

void ConnectionListModel::takeNew()
{
    const std::size_t count = m_capture->connectionCount();
    const auto insertTo = [this](std::size_t end) {
        beginInsertRows({}, int(m_lines.size()) + offset(), int(end) + offset() - 1);
        m_lines.resize(end);
        endInsertRows();
    };
    // The row of all comes above the first connection, with the second one.
    if (m_lines.empty() && count > 0)
        insertTo(1);
    if (m_lines.size() == 1 && count > 1) {
        beginInsertRows({}, 0, 0);
        m_hasAllRow = true;
        endInsertRows();
        m_numbered = true;
        Q_EMIT dataChanged(index(1), index(1));
    }
    if (count > m_lines.size())
        insertTo(count);
}

std::optional<ConnectionId> ConnectionListModel::connectionAt(int row) const
{
    if (row < offset() || row >= rowCount())
        return {};
    return ConnectionId(static_cast<std::uint32_t>(row - offset()));
}

int ConnectionListModel::rowOf(std::optional<ConnectionId> id) const
{
    if (!id)
        return m_hasAllRow ? 0 : -1;
    return id->value() < m_lines.size() ? int(id->value()) + offset() : -1;
}

std::optional<ConnectionEnd> ConnectionListModel::endOf(ConnectionId id) const
{
    if (id.value() >= m_lines.size())
        return {};
    Line &line = m_lines[id.value()];
    if (!m_status) {
        refreshEnd(id, nullptr, line);
    } else if (!line.done) {
        const net::Status status = m_status(id);
        if (status.state != net::State::Closed)
            return {};
        refreshEnd(id, &status, line);
    }
    return line.end;
}

int ConnectionListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size()) + offset();
}

QVariant ConnectionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto id = connectionAt(index.row());
    if (!id) {
        if (role == Qt::DisplayRole)
            return tr("All connections");
        if (role == DetailRole)
            return m_allDetail;
        if (role == Qt::AccessibleTextRole)
            return tr("All connections") + QStringLiteral(", ") + m_allDetail;
        return {};
    }
    if (role == ConnectionIdRole)
        return id->value();
    if (role != Qt::DisplayRole && role != NameRole && role != DetailRole && role != Qt::AccessibleTextRole &&
        role != Qt::ToolTipRole && role != TroubleRole && role != StateRole)
        return {};
    // Who only wants names, a search in the list say, has no ends looked up.
    const Line &line = role == Qt::DisplayRole || role == NameRole ? named(*id) : looked(*id);
    const QString sentence = line.end ? line.end->sentence : line.reason;
    switch (role) {
    case Qt::DisplayRole: // with the number that its rows carry, where there are several
        return m_numbered ? QStringLiteral("%1 · ").arg(id->value() + 1) + line.name : line.name;
    case NameRole:
        return line.name;
    case DetailRole:
        return line.detail;
    case Qt::AccessibleTextRole:
        return QString(index.data().toString() + QStringLiteral(", ") + line.detail);
    case Qt::ToolTipRole:
        return QString(
            QStringLiteral("<qt>%1<br>%2</qt>")
                .arg(line.url.toHtmlEscaped(), (sentence.isEmpty() ? line.detail : sentence).toHtmlEscaped()));
    case TroubleRole:
        return line.end && !line.end->clean;
    case StateRole:
        return line.state ? QVariant(int(*line.state)) : QVariant();
    default:
        return {};
    }
}

} // namespace framescope::ui
