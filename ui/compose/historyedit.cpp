#include "ui/compose/historyedit.h"

#include "ui/support/colors.h"
#include "ui/support/restyle.h"
#include "ui/support/theme.h"

#include <QKeyEvent>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>

#include "moc_historyedit.cpp"

namespace framescope::ui
{

HistoryEdit::HistoryEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setFont(monospaceFont());
    setTabChangesFocus(true); // everything can be reached by keyboard
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAnywhere);
}

QString HistoryEdit::exactText() const
{
    return document()->toRawText().replace(QChar(QChar::ParagraphSeparator), u'\n');
}

void HistoryEdit::markProblem(qsizetype position, qsizetype size)
{
    QList<QTextEdit::ExtraSelection> marks;
    if (size > 0) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(document());
        mark.cursor.setPosition(int(position));
        mark.cursor.setPosition(int(position + size), QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(Colors::of(palette()).finding);
        mark.format.setForeground(Colors::of(palette()).finding);
        marks.append(mark);
    }
    setExtraSelections(marks);
    restyle(this, "invalid", size > 0);
}

void HistoryEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::InsertLineSeparator)) {
        insertPlainText(QStringLiteral("\n"));
        return;
    }
    const QTextCursor cursor = textCursor();
    const bool plainKey = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plainKey && !cursor.hasSelection() && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        const QTextBlock block = cursor.block();
        const int line = block.layout()->lineForTextPosition(cursor.positionInBlock()).lineNumber();
        const bool atTop = block == document()->firstBlock() && line <= 0;
        const bool atBottom = block == document()->lastBlock() && line >= block.layout()->lineCount() - 1;
        if (event->key() == Qt::Key_Up ? atTop : atBottom) {
            Q_EMIT recallRequested(event->key() == Qt::Key_Up);
            return;
        }
    }
    QPlainTextEdit::keyPressEvent(event);
}

} // namespace framescope::ui
