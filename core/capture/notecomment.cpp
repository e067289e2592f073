#include "core/capture/notecomment.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace framescope::capture
{

namespace
{
bool isOurs(const QByteArray &comment)
{
    return comment.startsWith('{') && QJsonDocument::fromJson(comment).object().contains(QLatin1String("framescope"));
}

const QRegularExpression &tail()
{
    static const QRegularExpression expression(
        u" ?\\[Framescope: (note|marked)(?:, row at octet (\\d{1,19}) of its stream)?\\]$"_qs);
    return expression;
}
} // namespace

QByteArray noteComment(const NoteComment &note)
{
    QString text = note.note.comment;
    // What would be read as something else is told apart by what follows it.
    const bool plain = !note.note.marked && !note.offset && !text.startsWith(u'{') && !tail().match(text).hasMatch();
    if (plain)
        return text.toUtf8();
    if (!text.isEmpty())
        text += u' ';
    text += note.note.marked ? u"[Framescope: marked"_qs : u"[Framescope: note"_qs;
    if (note.offset)
        text += u", row at octet %1 of its stream"_qs.arg(*note.offset);
    return (text + u']').toUtf8();
}

std::optional<NoteComment> parseNoteComment(QByteArrayView comment)
{
    const QByteArray octets = comment.toByteArray();
    if (octets.isEmpty() || isOurs(octets))
        return {};
    NoteComment note;
    note.note.comment = QString::fromUtf8(octets);
    if (const QRegularExpressionMatch match = tail().match(note.note.comment); match.hasMatch()) {
        note.note.marked = match.captured(1) == u"marked";
        if (!match.captured(2).isEmpty())
            note.offset = match.captured(2).toULongLong();
        note.note.comment.truncate(match.capturedStart());
    }
    if (note.note.comment.size() > RowNote::maxComment)
        note.note.comment.truncate(RowNote::maxComment);
    return note;
}

} // namespace framescope::capture
