#pragma once

#include "core/base/bytes.h"

#include <QTableWidget>

namespace framescope::ui
{

/// A table of what the octets at a place say, read as each type (octetValues()), in both byte orders.
class HexInspector : public QTableWidget
{
    Q_OBJECT
public:
    enum Column { Type, Little, Big, ColumnCount };

    explicit HexInspector(QWidget *parent = nullptr);

    /// The octets from the place on; eight are enough. Empty: nothing is chosen.
    void showOctets(ByteView octets);

    QSize sizeHint() const override;

Q_SIGNALS:
    /// A person chose a type: so many octets from the place on make its value.
    void valueChosen(int octets);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    bool hasValue() const;
    void copyCurrent();
};

} // namespace framescope::ui
